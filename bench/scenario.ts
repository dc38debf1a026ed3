/** @file The scenario of the width bench: a lead agent, N subagents of three turns each, a model that takes its time. */

export interface Call {
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** What the model does in a turn: call a tool, or end with a text. */
export type Move = Call | string;

export interface Scenario {
  readonly question: string;
  readonly system: string;
  readonly width: number;
  /** Model calls one after another: the lead agent's turns and those of the slowest subagent of each wave. */
  readonly criticalCalls: number;
  lead(turn: number): Move;
  subagent(turn: number, prompt: string): Move;
  search(query: string): string;
  access(url: string): string;
  /** One model call's time. */
  think(): Promise<void>;
}

export const LATENCY_MS = 200;

/** The lead agent has the list found, asks one subagent per entity, and writes the table. */
export function scenario(width: number): Scenario {
  const names = Array.from({ length: width }, (_, index) => `Entity ${index + 1}`);
  const facts = (name: string) =>
    `${name} lies in the north. The capital of ${name} is ${name} City. It has 12,345 people.`;
  const row = (name: string) => `| ${name} | ${name} City |`;
  const nameIn = (text: string) => /Subtask: [^.]*? (Entity \d+)/.exec(text)?.[1] ?? "Entity 1";
  return {
    question: `What are the capitals of the ${width} entities?`,
    system: "You work in a team that answers questions which need many facts.",
    width,
    criticalCalls: 3 + 3 + 3,
    lead: (turn) => {
      if (turn === 1)
        return {
          name: "call_subagent",
          arguments: { subtasks: ["Find the list of Entity 1 and its peers."] },
        };
      if (turn === 2) {
        return {
          name: "call_subagent",
          arguments: { subtasks: names.map((name) => `Find the capital of ${name}.`) },
        };
      }
      return ["```markdown", "| Entity | Capital |", "| --- | --- |", ...names.map(row), "```"].join("\n");
    },
    subagent: (turn, prompt) => {
      const name = nameIn(prompt);
      if (turn === 1) return { name: "search", arguments: { query: name } };
      if (turn === 2) return { name: "access", arguments: { url: `seed://${name}` } };
      return `${name}\ncapital: ${name} City`;
    },
    search: (query) => `${query} — seed://${query}: ${facts(query)}`,
    access: (url) => facts(url.replace("seed://", "")),
    think: () => new Promise((resolve) => setTimeout(resolve, LATENCY_MS)),
  };
}
