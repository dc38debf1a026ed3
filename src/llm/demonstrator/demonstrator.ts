/**
 * @file The demonstrator: a scripted policy for the seed knowledge base. It plays lead agent, subagent and single agent
 * through the same messages and tools as any model, and knows only what stands in its context and the words of its lexicon.
 */

import type { ToolCall } from "../../core/message.ts";
import type { Sample, SampleRequest, Sampler } from "../../core/sampler.ts";
import { writeMarkdownTable } from "../../table/write-markdown.ts";
import { estimateTokens } from "../../util/token-estimate.ts";
import { estimatePromptTokens } from "../prompt-tokens.ts";
import { createVocabulary, type Vocabulary } from "./language/vocabulary.ts";
import { seedLexicon } from "./lexicon/seed-lexicon.ts";
import type { Lexicon } from "./lexicon.ts";
import { asksForPlan, planReply } from "./planning/plan-reply.ts";
import { deepMove } from "./policy/deep.ts";
import { type Done, gather } from "./policy/gathered.ts";
import { leadMove } from "./policy/lead.ts";
import type { Evidence } from "./policy/move.ts";
import { workOn } from "./policy/subagent.ts";
import { planDeep } from "./question/plan-deep.ts";
import { planWide } from "./question/plan-wide.ts";
import { type Conversation, readConversation } from "./reading/conversation.ts";
import { readReport } from "./writing/report.ts";
import { readSubtask, type Subtask, writeSubtask } from "./writing/subtask.ts";
import { type Call, openToolbox, type Toolbox, writeCall } from "./writing/wire.ts";

/** What the demonstrator writes in a turn. */
interface Reply {
  readonly content: string;
  readonly calls: readonly Call[];
}

export interface DemonstratorOptions {
  /** In how many ways its lead agent has the things of a list looked for: on lists, and by their own pages. Default 2. */
  readonly ways?: 1 | 2 | undefined;
}

/** `lexicon` is all that it knows of language; it knows nothing of facts. Never throws but for an aborted signal. */
export function createDemonstrator(
  lexicon: Lexicon = seedLexicon,
  { ways = 2 }: DemonstratorOptions = {},
): Sampler {
  const vocabulary = createVocabulary(lexicon);
  return {
    model: "demonstrator",
    async sample(request) {
      request.signal?.throwIfAborted();
      return toSample(request, reply(request, vocabulary, ways));
    },
  };
}

function reply(request: SampleRequest, vocabulary: Vocabulary, ways: number): Reply {
  const conversation = readConversation(request);
  const { asked, columns, system } = conversation;
  if (asksForPlan(system)) return planned(asked, columns, vocabulary);
  const toolbox = openToolbox(request.tools);
  const mayCall = request.toolChoice === "auto" && (conversation.turnsLeft ?? 2) > 1;
  const means: Means = {
    evidence: conversation,
    vocabulary,
    mayCall,
    toolbox,
    callsPerTurn: conversation.callsPerTurn ?? 1,
  };
  if (conversation.mainTask !== undefined) return asSubagent(conversation.asked, means);
  const isDeep = conversation.system.includes("\\boxed");
  const think = isDeep
    ? thinkDeep(conversation, vocabulary)
    : thinkWide(conversation, vocabulary, mayCall || toolbox.delegate === undefined);
  return toolbox.delegate === undefined
    ? alone(think, means)
    : withTeam(think, conversation, toolbox, mayCall ? ways : 0);
}

function planned(question: string, columns: readonly string[] | undefined, vocabulary: Vocabulary): Reply {
  return { content: planReply(planWide(question, columns, vocabulary), vocabulary), calls: [] };
}

interface Means {
  readonly evidence: Evidence;
  readonly vocabulary: Vocabulary;
  readonly mayCall: boolean;
  readonly toolbox: Toolbox;
  /** Calls of a turn; what is left over follows in the next. */
  readonly callsPerTurn: number;
}

function asSubagent(asked: string, { evidence, vocabulary, mayCall, toolbox, callsPerTurn }: Means): Reply {
  const subtask = readSubtask(asked) ?? { kind: "list", phrase: asked };
  const move = workOn(subtask, evidence, vocabulary);
  if ("report" in move) return { content: move.report, calls: [] };
  if (!mayCall || toolbox.search === undefined) return { content: "Nothing more was found.", calls: [] };
  return { content: move.reasoning, calls: move.calls.slice(0, callsPerTurn) };
}

/** From what is known so far to the next subtasks or the final text. */
type Think = (
  done: readonly Done[],
) => { readonly reasoning: string; readonly subtasks: readonly Subtask[] } | { readonly final: string };

/** A single agent asks itself: what it may not look up any more, it still reads from what it has. */
function thinkWide(
  { asked, columns, maxRows }: Conversation,
  vocabulary: Vocabulary,
  mayAsk: boolean,
): Think {
  // searching for what it has no word for brings things that nobody asked for
  if (vocabulary.mark([asked, ...(columns ?? [])].join("; ")).length === 0) {
    return () => ({ final: outOfWorld(vocabulary) });
  }
  const plan = { ...planWide(asked, columns, vocabulary), most: maxRows };
  return (done) => {
    const move = leadMove(plan, gather(done), vocabulary, mayAsk);
    if ("subtasks" in move) return move;
    // what other ways take for possible is no list
    const listed = done.filter(({ subtask }) => isFirstWay(subtask));
    const isNothing = move.rows.length === 0 && listed.every(({ report }) => report.items.length === 0);
    // cut short before it has looked twice, it has no right to say that there is nothing
    if (isNothing && (mayAsk || listed.length > 1)) return { final: outOfWorld(vocabulary) };
    const table = writeMarkdownTable({ columns: move.columns.map(({ header }) => header), rows: move.rows });
    return { final: `\`\`\`markdown\n${table.trim()}\n\`\`\`` };
  };
}

function thinkDeep({ asked }: Conversation, vocabulary: Vocabulary): Think {
  const plan = planDeep(asked, vocabulary);
  if (plan === undefined) return () => ({ final: outOfWorld(vocabulary) });
  return (done) => {
    const move = deepMove(plan, gather(done));
    if ("subtasks" in move) return move;
    return { final: "answer" in move ? `\\boxed{${move.answer}}` : (move.missing ?? outOfWorld(vocabulary)) };
  };
}

function outOfWorld({ lexicon }: Vocabulary): string {
  const kinds = lexicon.kinds.map(({ words }) => words.en[1] ?? words.en[0]).join(", ");
  return `The demonstrator found nothing that answers this. It knows how to ask about ${kinds} in the seed knowledge base; for anything else connect a model with --model.`;
}

/** `ways` is 0 where nobody may be called any more. */
function withTeam(think: Think, { delegated }: Conversation, toolbox: Toolbox, ways: number): Reply {
  const done = delegated.flatMap(({ subtask, report }): readonly Done[] => {
    const read = readSubtask(subtask);
    return read === undefined ? [] : [{ subtask: read, report: readReport(report) }];
  });
  const thought = think(done);
  if ("final" in thought) return { content: thought.final, calls: [] };
  if (ways === 0) return { content: "Nothing was found in time.", calls: [] };
  const wave = inGroups(thought.subtasks, toolbox.maxSubtasks);
  const subtasks = ways > 1 ? withOtherWays(wave, toolbox.maxSubtasks) : wave.filter(isFirstWay);
  return {
    content: thought.reasoning,
    calls: [{ tool: "delegate", subtasks: subtasks.slice(0, toolbox.maxSubtasks).map(writeSubtask) }],
  };
}

/** Places in a call that are kept for other ways where lists would fill it. */
const KEPT = 2;

/**
 * The same lists in another way, so that it can be told how much the first one misses. They go where the call has room, and are
 * not asked for again: a part of many lists says as much about all.
 */
function withOtherWays(subtasks: readonly Subtask[], most: number): readonly Subtask[] {
  const isCrowded = subtasks.length >= most && subtasks.length <= 2 * most && most > KEPT;
  const first =
    isCrowded && subtasks.every(({ kind }) => kind === "list") ? subtasks.slice(0, most - KEPT) : subtasks;
  const others = first.flatMap((subtask): readonly Subtask[] =>
    subtask.kind === "list" && isFirstWay(subtask) && !subtask.again ? [{ ...subtask, way: "pages" }] : [],
  );
  return [...first, ...others];
}

function isFirstWay(subtask: Subtask): boolean {
  return subtask.kind !== "list" || subtask.way === undefined;
}

/** One thing a subtask up to two calls; of more things, several a subtask. */
function inGroups(subtasks: readonly Subtask[], most: number): readonly Subtask[] {
  const size = Math.ceil(subtasks.length / (2 * most));
  if (size <= 1) return subtasks;
  const groups: Subtask[] = [];
  for (const subtask of subtasks) {
    const last = groups.at(-1);
    const fits =
      last?.kind === "facts" &&
      subtask.kind === "facts" &&
      last.items.length < size &&
      last.again === subtask.again &&
      last.attributes.join() === subtask.attributes.join();
    if (fits) groups[groups.length - 1] = { ...last, items: [...last.items, ...subtask.items] };
    else groups.push(subtask);
  }
  return groups;
}

/** A single agent works on its own subtasks, one after another. */
function alone(think: Think, means: Means): Reply {
  const done: Done[] = [];
  for (;;) {
    const thought = think(done);
    if ("final" in thought) return { content: thought.final, calls: [] };
    for (const subtask of thought.subtasks.filter(isFirstWay)) {
      const move = workOn(subtask, means.evidence, means.vocabulary);
      if ("report" in move) done.push({ subtask, report: readReport(move.report) });
      else if (means.mayCall)
        return { content: move.reasoning, calls: move.calls.slice(0, means.callsPerTurn) };
      else done.push({ subtask, report: readReport("") });
    }
  }
}

function toSample(request: SampleRequest, { content, calls }: Reply): Sample {
  const toolbox = openToolbox(request.tools);
  const turn = request.messages.filter((message) => message.role === "assistant").length + 1;
  const toolCalls = calls
    .map((call, index): ToolCall | undefined => writeCall(toolbox, call, `call_${turn}_${index + 1}`))
    .filter((call) => call !== undefined);
  const written = [content, ...toolCalls.map((call) => call.arguments)].join("");
  request.onText?.(content);
  return {
    message: { role: "assistant", content, toolCalls },
    stop: toolCalls.length > 0 ? "tool-calls" : "end",
    usage: {
      promptTokens: estimatePromptTokens(request),
      sampledTokens: Math.max(1, estimateTokens(written)),
    },
  };
}
