/** @file All that one agent did: its subtask, its turns, its calls and what they brought, the pages it read. */
import { useState } from "react";
import type { AgentView } from "../../../src/tui/run-view.ts";
import type { AgentTrace, TracedCall } from "../api/types.ts";
import { useLoad } from "../api/use-load.ts";
import { StoredPageDialog } from "../cell/stored-page.tsx";
import { duration, short } from "../parts/format.ts";
import { Problem } from "../parts/problem.tsx";
import { tokensOf } from "../run/cost-chip.tsx";
import { pathOf } from "../run/follow-run.ts";
import { useWords } from "../words/use-words.ts";
import { describeCall } from "./describe-call.ts";

interface PanelProps {
  readonly run: string;
  readonly agent: string;
  /** What is known of it from the events; its trace is asked for again at every turn. */
  readonly view: AgentView | undefined;
  readonly onOpen: (agent: string) => void;
  readonly onBack: () => void;
  readonly onClose: () => void;
}

export function AgentPanel({ run, agent, view, onOpen, onBack, onClose }: PanelProps) {
  const { team: words, close, stops } = useWords();
  const stage = `${view?.turn ?? 0}.${view?.calls.length ?? 0}.${view?.end === undefined ? "" : "end"}`;
  const { value: trace, problem } = useLoad<AgentTrace>(
    pathOf(run, `/agents/${encodeURIComponent(agent)}`),
    stage,
  );
  const usage = trace?.usage ?? view?.usage;
  return (
    <aside className="aside trace" aria-label={words.traceOf(agent)}>
      <header className="aside-head">
        <p>
          <button type="button" className="link" onClick={onBack}>
            ← {words.title}
          </button>{" "}
          <b>{agent}</b>{" "}
          <span className="quiet">
            {[trace?.model, usage && words.tokens(short(tokensOf(usage))), trace?.stop && stops[trace.stop]]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </p>
        <button type="button" className="icon" onClick={onClose} aria-label={close}>
          ×
        </button>
      </header>
      <p className="trace-subtask">{trace?.subtask ?? view?.subtask}</p>
      <Problem text={problem} />
      <ol className="turns">
        {trace?.turns.map((turn, index) => (
          <li key={placeKey(index)} className="turn">
            <h3>
              {words.turn(index + 1)}
              {turn.usage !== undefined && (
                <span className="quiet"> {words.tokens(short(tokensOf(turn.usage)))}</span>
              )}
            </h3>
            {turn.reasoning !== undefined && (
              <details>
                <summary>{words.reasoning}</summary>
                <p className="turn-text quiet">{turn.reasoning}</p>
              </details>
            )}
            {turn.content !== "" && <p className="turn-text">{turn.content}</p>}
            {turn.calls.map((call, place) => (
              <CallView key={placeKey(place)} run={run} call={call} onOpen={onOpen} />
            ))}
          </li>
        ))}
      </ol>
    </aside>
  );
}

/** Turns and calls have no name but their place, and none is ever moved. */
const placeKey = (place: number) => `at ${place}`;

interface CallProps {
  readonly run: string;
  readonly call: TracedCall;
  readonly onOpen: (agent: string) => void;
}

function CallView({ run, call, onOpen }: CallProps) {
  const { team: words } = useWords();
  const [page, setPage] = useState<string>();
  return (
    <details className={call.isError === true ? "call is-warning" : "call"}>
      <summary>
        {describeCall(call, words)}
        {call.elapsedMs !== undefined && <span className="quiet"> {duration(call.elapsedMs)}</span>}
      </summary>
      <pre>{call.arguments}</pre>
      {call.result !== undefined && <pre className="call-result">{call.result}</pre>}
      {call.pages.length > 0 && (
        <ul className="call-pages">
          {call.pages.map(({ url, title, hash }) => (
            <li key={hash ?? url}>
              <button
                type="button"
                className="link"
                disabled={hash === undefined}
                onClick={() => setPage(hash)}
              >
                {title === "" ? url : title}
              </button>
            </li>
          ))}
        </ul>
      )}
      {call.subagents.map((agent) => (
        <button type="button" className="chip" key={agent} onClick={() => onOpen(agent)}>
          {agent}
        </button>
      ))}
      {page !== undefined && <StoredPageDialog run={run} hash={page} onClose={() => setPage(undefined)} />}
    </details>
  );
}
