/** @file A model server that plays a team whose subagents report one country each, as a table, when the test lets them. */
import { z } from "zod";
import { type ModelServer, sendJson, startModelServer } from "./fixtures/model-server.ts";

export interface HeldModel extends ModelServer {
  /** The country's subagent reports from now on. */
  release(country: string): void;
  /** Every subagent waits again. */
  hold(): void;
}

const request = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string().nullish() })),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).default([]),
  tool_choice: z.unknown().optional(),
});

type Asked = z.infer<typeof request>;

/** Countries with their capitals. */
export async function startHeldModel(capitals: Readonly<Record<string, string>>): Promise<HeldModel> {
  const closed = () => new Map(Object.keys(capitals).map((country) => [country, openGate()]));
  let gates = closed();
  const server = await startModelServer((response, { body }) => {
    const asked = request.parse(body);
    const country = countryOf(asked);
    const isLead = asked.tools.some((tool) => tool.function.name === "call_subagent");
    const opened = isLead || country === undefined ? undefined : gates.get(country)?.passed;
    Promise.resolve(opened).then(
      () => sendJson(response, isLead ? leadReply(asked, capitals) : subagentReply(asked, country, capitals)),
      () => response.destroy(),
    );
  });
  return {
    ...server,
    release: (country) => gates.get(country)?.open(),
    hold: () => {
      gates = closed();
    },
  };
}

/** Whoever waits for it passes once it is open. */
function openGate(): { readonly passed: Promise<void>; open(): void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

const countryOf = ({ messages }: Asked) =>
  /capital of ([^.]+)\./.exec(messages.find(({ role }) => role === "user")?.content ?? "")?.[1];

const wasTold = ({ messages }: Asked) => messages.some(({ role }) => role === "tool");

function leadReply(asked: Asked, capitals: Readonly<Record<string, string>>) {
  if (!wasTold(asked) && asked.tool_choice !== "none") {
    const subtasks = Object.keys(capitals).map((country) => `Find the capital of ${country}.`);
    return completion("One subagent for each country.", { name: "call_subagent", input: { subtasks } });
  }
  return completion(tableOf(Object.entries(capitals)));
}

function subagentReply(asked: Asked, country = "", capitals: Readonly<Record<string, string>>) {
  if (!wasTold(asked) && asked.tool_choice !== "none") {
    return completion("I search for it.", { name: "search", input: { query: `${country} capital` } });
  }
  return completion(tableOf([[country, capitals[country] ?? ""]]));
}

function tableOf(rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(([country, capital]) => `| ${country} | ${capital} |`);
  return ["```markdown", "| Country | Capital |", "| --- | --- |", ...lines, "```"].join("\n");
}

function completion(text: string, call?: { readonly name: string; readonly input: unknown }) {
  const calls = call && [
    {
      id: `call_${call.name}`,
      type: "function",
      function: { name: call.name, arguments: JSON.stringify(call.input) },
    },
  ];
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    created: 1,
    model: "held",
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: text, tool_calls: calls },
        finish_reason: call === undefined ? "stop" : "tool_calls",
      },
    ],
    usage: { prompt_tokens: 400, completion_tokens: 30, total_tokens: 430 },
  };
}
