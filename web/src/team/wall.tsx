/** @file The team at work: one line an agent, which opens to all that the agent did. */
import type { AgentView } from "../../../src/tui/run-view.ts";
import { duration, short } from "../parts/format.ts";
import { tokensOf } from "../run/cost-chip.tsx";
import { useWords } from "../words/use-words.ts";
import { describeCall } from "./describe-call.ts";

interface WallProps {
  readonly agents: ReadonlyMap<string, AgentView>;
  /** Milliseconds since the run began. */
  readonly at: number;
  readonly onOpen: (agent: string) => void;
  readonly onClose: () => void;
}

export function Wall({ agents, at, onOpen, onClose }: WallProps) {
  const { team: words, close } = useWords();
  const working = [...agents.values()].filter(({ end }) => end === undefined).length;
  return (
    <aside className="aside wall" aria-label={words.title}>
      <header className="aside-head">
        <p>
          <b>{words.title}</b> <span className="quiet">{words.summary(agents.size, working)}</span>
        </p>
        <button type="button" className="icon" onClick={onClose} aria-label={close}>
          ×
        </button>
      </header>
      <ul>
        {[...agents.values()].map((agent) => (
          <li key={agent.agent}>
            <AgentLine agent={agent} at={at} onOpen={onOpen} />
          </li>
        ))}
      </ul>
    </aside>
  );
}

interface LineProps {
  readonly agent: AgentView;
  readonly at: number;
  readonly onOpen: (agent: string) => void;
}

function AgentLine({ agent, at, onOpen }: LineProps) {
  const { team: words, stops } = useWords();
  const { end, rows, usage, subtask } = agent;
  const isWell = end === undefined || end.stop === "answered";
  return (
    <button
      type="button"
      className={end === undefined ? "agent is-working" : "agent"}
      onClick={() => onOpen(agent.agent)}
      title={subtask}
    >
      <span className={isWell ? "agent-dot" : "agent-dot is-warning"} aria-hidden="true" />
      <span className="agent-name">{agent.agent}</span>
      <span className="agent-now">{end === undefined ? doing(agent, words) : firstLine(subtask)}</span>
      <span className="agent-facts">
        {[
          end !== undefined && !isWell && stops[end.stop],
          rows > 0 && words.rows(rows),
          tokensOf(usage) > 0 && words.tokens(short(tokensOf(usage))),
          duration((end?.at ?? at) - agent.startedAt),
        ]
          .filter((part) => typeof part === "string")
          .join(" · ")}
      </span>
    </button>
  );
}

const firstLine = (text: string) => text.split("\n")[0] ?? "";

function doing({ calls, turn }: AgentView, words: ReturnType<typeof useWords>["team"]): string {
  const call = calls[0];
  if (call === undefined) return words.thinking(turn);
  return describeCall(call, words) + (calls.length > 1 ? ` +${calls.length - 1}` : "");
}
