/** @file What the teacher does as a subagent: the demonstrator's next move, with numbers for what it opens and reports. */
import type { Vocabulary } from "../../demonstrator/language/vocabulary.ts";
import type { Evidence, Move } from "../../demonstrator/policy/move.ts";
import { workOn } from "../../demonstrator/policy/subagent.ts";
import { readReport } from "../../demonstrator/writing/report.ts";
import type { Subtask } from "../../demonstrator/writing/subtask.ts";
import type { Action } from "../actions.ts";
import { numberOf } from "../desk.ts";
import type { State } from "../state.ts";

/** `undefined` where the demonstrator would do something that has no number on this desk. */
export function teachSubagent(
  state: State,
  evidence: Evidence,
  vocabulary: Vocabulary,
): readonly Action[] | undefined {
  const { subtask } = state;
  if (subtask === undefined) return undefined;
  return asActions(subtask, workOn(subtask, evidence, vocabulary), state);
}

export function asActions(subtask: Subtask, move: Move, state: State): readonly Action[] | undefined {
  if ("report" in move) return reportActions(subtask, move.report, state);
  const [first] = move.calls;
  if (first?.tool === "search") return [{ is: "search", query: first.query }];
  const urls = move.calls.flatMap((call) => (call.tool === "access" ? [call.url] : []));
  return numbered(urls, state, (numbers) => [{ is: "open", numbers }]);
}

/** A report in the demonstrator's words, as actions. */
export function reportActions(subtask: Subtask, report: string, state: State): readonly Action[] | undefined {
  if (report.startsWith("Nothing found")) return [{ is: "nothing" }];
  switch (subtask.kind) {
    case "list": {
      const urls = [...report.matchAll(/^Items of “.*” \((\S+)\):$/gm)].map(([, url]) => url ?? "");
      const first: readonly Action[] =
        subtask.limit === undefined ? [] : [{ is: "first", count: subtask.limit }];
      return numbered(urls, state, (numbers) => [{ is: "items", numbers }, ...first]);
    }
    case "find": {
      const url = readReport(report).items[0]?.url;
      return url === undefined
        ? undefined
        : numbered([url], state, ([number = 0]) => [{ is: "found", number }]);
    }
    case "facts": {
      const values = readReport(report).facts[0]?.values;
      return subtask.attributes.map((attribute) => ({
        is: "fact",
        attribute,
        value: values?.get(attribute) ?? "?",
      }));
    }
  }
}

function numbered(
  urls: readonly string[],
  { desk }: State,
  make: (numbers: readonly number[]) => readonly Action[],
): readonly Action[] | undefined {
  const numbers = [...new Set(urls)].map((url) => numberOf(desk, url));
  return numbers.length === 0 || numbers.includes(0) ? undefined : make(numbers);
}
