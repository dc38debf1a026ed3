/** @file The one input of a run: while it goes on it steers, afterwards it extends the table. */
import { type FormEvent, useState } from "react";
import type { Change } from "../../../src/core/revision.ts";
import type { Said } from "../../../src/tui/run-view.ts";
import { postJson } from "../api/call.ts";
import type { RunDetail } from "../api/types.ts";
import { PriceDialog } from "../change/price-dialog.tsx";
import { Problem } from "../parts/problem.tsx";
import { useShortcut } from "../parts/use-shortcut.ts";
import { useWork } from "../parts/use-work.ts";
import { goTo, runAddress } from "../route.ts";
import { useWords } from "../words/use-words.ts";
import { pathOf } from "./follow-run.ts";
import { hasRows } from "./what-came.ts";

interface BarProps {
  readonly run: string;
  readonly detail: RunDetail | undefined;
  readonly said: readonly Said[];
}

type Purpose = "steer" | "rows" | "columns" | "ask";

export function SayBar({ run, detail, said }: BarProps) {
  const { say } = useWords();
  const [text, setText] = useState("");
  const [wish, setWish] = useState<Exclude<Purpose, "steer">>();
  const [change, setChange] = useState<Change>();
  const work = useWork();
  useShortcut("/", () => document.getElementById("say")?.focus());
  const purpose = purposeOf(detail, wish);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wanted = text.trim();
    if (wanted === "") return;
    if (purpose === "rows") return setChange({ kind: "extend", moreRows: wanted });
    if (purpose === "columns") return setChange({ kind: "extend", columns: namesIn(wanted) });
    work.start(async () => {
      if (purpose === "steer") await postJson(pathOf(run, "/steer"), { text: wanted });
      else goTo(runAddress((await postJson<{ run: string }>("/api/runs", { question: wanted })).run));
      setText("");
    });
  };
  const waiting = purpose === "steer" ? said.filter(({ heard }) => !heard) : [];
  return (
    <form className="say" onSubmit={submit}>
      {purpose !== "steer" && (
        <select
          aria-label={say.purpose}
          value={purpose}
          onChange={({ target }) => setWish(PURPOSES.find((one) => one === target.value))}
        >
          {PURPOSES.filter((one) => one === "ask" || hasRows(detail)).map((one) => (
            <option key={one} value={one}>
              {say.purposes[one]}
            </option>
          ))}
        </select>
      )}
      <input
        id="say"
        value={text}
        placeholder={say.placeholders[purpose]}
        aria-label={say.placeholders[purpose]}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button is-main" disabled={work.isBusy || text.trim() === ""}>
        {say.verbs[purpose]}
      </button>
      {waiting.length > 0 && (
        <p className="quiet say-waiting">{say.waiting(waiting.map(({ text }) => text).join("; "))}</p>
      )}
      <Problem text={work.problem} />
      {change !== undefined && <PriceDialog run={run} change={change} onClose={() => setChange(undefined)} />}
    </form>
  );
}

const PURPOSES = ["rows", "columns", "ask"] as const;

function purposeOf(detail: RunDetail | undefined, wish: Exclude<Purpose, "steer"> | undefined): Purpose {
  if (detail === undefined || detail.state === "running") return "steer";
  return hasRows(detail) ? (wish ?? "rows") : "ask";
}

/** Several names stand on lines of their own, or between semicolons. */
export function namesIn(text: string): readonly string[] {
  return text
    .split(/[\n;；]/)
    .map((name) => name.trim())
    .filter(Boolean);
}
