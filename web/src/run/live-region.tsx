/** @file Progress in words for those who do not see the table fill: now and then, not at every cell. */
import { useEffect, useRef, useState } from "react";
import type { AgentView } from "../../../src/tui/run-view.ts";
import type { StateCounts } from "../grid/grid-rows.ts";
import { useWords } from "../words/use-words.ts";

interface RegionProps {
  readonly isRunning: boolean;
  readonly counts: StateCounts;
  readonly rows: number;
  readonly agents: ReadonlyMap<string, AgentView>;
}

const EVERY_MS = 8000;

export function LiveRegion({ isRunning, counts, rows, agents }: RegionProps) {
  const { live } = useWords();
  const [text, setText] = useState("");
  const filled = Object.values(counts).reduce((sum, one) => sum + one, 0) - counts.pending - counts.missing;
  const working = [...agents.values()].filter(({ end }) => end === undefined).length;
  const latest = useRef("");
  latest.current = isRunning ? live.progress(rows, filled, working) : live.done(rows, filled);
  useEffect(() => {
    setText(latest.current);
    if (!isRunning) return;
    const timer = setInterval(() => setText(latest.current), EVERY_MS);
    return () => clearInterval(timer);
  }, [isRunning]);
  return (
    <p className="for-readers" role="status" aria-live="polite">
      {text}
    </p>
  );
}
