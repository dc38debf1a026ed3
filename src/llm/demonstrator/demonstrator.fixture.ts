/** @file A small world written with the lexicon's sentences, and a conversation to ask the demonstrator with. */
import type { Page } from "../../core/knowledge-base.ts";
import type { Message } from "../../core/message.ts";
import type { SampleRequest, ToolSpec } from "../../core/sampler.ts";
import type { Kind } from "./lexicon.ts";

/** Every sentence of a kind that the given values fill, once for each attribute. */
export function pageText(kind: Kind, values: Readonly<Record<string, string>>): string {
  const left = new Set(Object.keys(values).filter((id) => id !== "name"));
  const sentences: string[] = [];
  for (const sentence of kind.sentences) {
    const ids = [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
    if (!ids.every((id) => id in values) || !ids.some((id) => left.has(id))) continue;
    for (const id of ids) left.delete(id);
    sentences.push(sentence.replace(/\{(\w+)\}/g, (_whole, id: string) => values[id] ?? ""));
  }
  return sentences.join(" ");
}

export function listPage(title: string, chinese: string, items: readonly Page[]): Page {
  const slug = title.toLowerCase().replace(/\W+/g, "-");
  const lines = items.map((item) => `- [${item.title}](${item.url})`);
  const text = `This page lists the ${title}. In Chinese the list is called ${chinese}.\n\n${lines.join("\n")}`;
  return { url: `seed://list/${slug}`, title, text };
}

const PAPER = { search: ["query"], access: ["url"], call_subagent: ["subtasks"] } as const;
const PUBLISHED = { search: ["queries"], access: ["urls"], create_sub_agents: ["sub_agents"] } as const;

/** The tools of a wire form, as the demonstrator sees them. */
export function toolSpecs(
  names: readonly string[],
  wire: "paper" | "published" = "paper",
): readonly ToolSpec[] {
  const all: Readonly<Record<string, readonly string[]>> = wire === "paper" ? PAPER : PUBLISHED;
  return names.map((name) => ({
    name,
    description: name,
    inputSchema: {
      type: "object",
      properties: Object.fromEntries((all[name] ?? []).map((argument) => [argument, { maxItems: 10 }])),
    },
  }));
}

export function request(messages: readonly Message[], changes: Partial<SampleRequest> = {}): SampleRequest {
  return { messages, tools: [], toolChoice: "auto", maxTokens: 8_192, ...changes };
}
