/** @file Makes a tool from a zod schema: the model's manual, the parser and the type of its input in one. */
import { z } from "zod";
import { ToolInputError } from "../core/errors.ts";
import type { Tool, ToolContext, ToolOutput } from "../core/tool.ts";

interface ToolDefinition<Schema extends z.ZodType> {
  readonly name: string;
  readonly description: string;
  readonly input: Schema;
  /** Shown with an error, so that the model sees what would work. */
  readonly example: z.input<Schema>;
  call(input: z.output<Schema>, context: ToolContext): Promise<ToolOutput>;
}

export function defineTool<Schema extends z.ZodType>(definition: ToolDefinition<Schema>): Tool {
  const { name, description, input, example, call } = definition;
  return {
    name,
    description,
    inputSchema: withoutDialect(z.toJSONSchema(input, { io: "input" })),
    async call(raw, context) {
      const parsed = input.safeParse(raw);
      if (parsed.success) return call(parsed.data, context);
      const complaint = z.prettifyError(parsed.error).replaceAll("\n", " ");
      throw new ToolInputError(
        `The arguments of ${name} do not fit: ${complaint}. Example: ${JSON.stringify(example)}`,
      );
    },
  };
}

/** Some servers refuse a schema that names its dialect. */
function withoutDialect({ $schema: _dialect, ...schema }: Record<string, unknown>): Record<string, unknown> {
  return schema;
}
