/** @file What the teacher does as a single agent: it gives itself the subtasks, and notes down what it finds. */
import type { SampleRequest } from "../../../core/sampler.ts";
import type { Vocabulary } from "../../demonstrator/language/vocabulary.ts";
import type { Done } from "../../demonstrator/policy/gathered.ts";
import { workOn } from "../../demonstrator/policy/subagent.ts";
import { readConversation } from "../../demonstrator/reading/conversation.ts";
import type { Item } from "../../demonstrator/reading/list-items.ts";
import { readReport } from "../../demonstrator/writing/report.ts";
import type { Subtask } from "../../demonstrator/writing/subtask.ts";
import { type Action, readActions } from "../actions.ts";
import { afterActions, afterReports, type Board, EMPTY_BOARD } from "../board.ts";
import { numberOf } from "../desk.ts";
import { subtasksOf } from "../expand.ts";
import type { State } from "../state.ts";
import { teachDeep } from "./teach-deep.ts";
import { asActions, reportActions } from "./teach-subagent.ts";
import { teachWide } from "./teach-wide.ts";

/**
 * Replays the lead agent's plan on the single agent's own reading: what has been read to the end is a report, the first
 * subtask that has not is what it works on. `undefined` where a move has no number on this desk.
 */
export function teachSingle(
  state: State,
  request: SampleRequest,
  vocabulary: Vocabulary,
): readonly Action[] | undefined {
  const evidence = readConversation(request);
  let board: Board = EMPTY_BOARD;
  const finished: Finished[] = [];
  for (;;) {
    const asLead: State = { ...state, role: "lead", board };
    const plan = state.kind === "wide" ? teachWide(asLead, vocabulary) : teachDeep(asLead, vocabulary);
    const subtasks = subtasksOf(plan, asLead);
    board = afterActions(board, plan);
    if (subtasks.length === 0) return withNotes(finished, state, request, plan);
    const done: Done[] = [];
    for (const subtask of subtasks) {
      const move = workOn(subtask, evidence, vocabulary);
      if (!("report" in move)) {
        const next = asActions(subtask, { ...move, calls: move.calls.slice(0, 1) }, state);
        return next && withNotes(finished, state, request, next);
      }
      finished.push({ subtask, report: move.report, parent: parentOf(subtask, board.parents) });
      done.push({ subtask, report: readReport(move.report) });
    }
    board = afterReports(board, done);
  }
}

/** A subtask that has been read to the end. */
interface Finished {
  readonly subtask: Subtask;
  readonly report: string;
  /** The thing whose list it is. */
  readonly parent: Item | undefined;
}

function parentOf(subtask: Subtask, parents: readonly Item[]): Item | undefined {
  if (subtask.kind !== "list") return undefined;
  const named = parents.filter(({ name }) => subtask.phrase.includes(name));
  return named.sort((left, right) => right.name.length - left.name.length)[0];
}

function noteOf({ subtask, report, parent }: Finished, state: State): readonly Action[] | undefined {
  const note = reportActions(subtask, report, state);
  const of = parent?.url === undefined ? 0 : numberOf(state.desk, parent.url);
  if (parent === undefined) return note;
  return of === 0 ? undefined : note?.map((action) => (action.is === "items" ? { ...action, of } : action));
}

/** What was finished since the last turn is noted first. */
function withNotes(
  finished: readonly Finished[],
  state: State,
  { messages }: SampleRequest,
  next: readonly Action[],
): readonly Action[] | undefined {
  const noted = messages.flatMap((message) =>
    message.role === "assistant" ? notesIn(readActions(message.content)) : [],
  ).length;
  const worth = finished.filter(({ report }) => !report.startsWith("Nothing found"));
  const fresh = worth.slice(noted).map((each) => noteOf(each, state));
  const notes = fresh.filter((note) => note !== undefined).flat();
  const isClear = notesIn(notes).filter(({ is }) => is !== "found").length <= 1;
  return notesIn(notes).length === fresh.length && isClear ? [...notes, ...next] : undefined;
}

/** One action for each note among the actions: facts that stand together are one. */
function notesIn(actions: readonly Action[]): readonly Action[] {
  return actions.filter(
    ({ is }, index) =>
      is === "items" || is === "found" || (is === "fact" && actions[index - 1]?.is !== "fact"),
  );
}
