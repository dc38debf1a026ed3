/** @file The public API, listed by name. */
export { kindOf } from "./agent/read-question.ts";
export { type RunTaskOptions, resultOf, runTask } from "./agent/run-task.ts";
export { type TeamSettings, teamSettings } from "./agent/team.ts";
export {
  type Episode,
  episodeUsage,
  pagesRead,
  type Role,
  type StopReason,
  type ToolResult,
  type Trajectory,
  type Turn,
  trajectories,
} from "./core/episode.ts";
export { ConfigError, FetchError, JudgeError, SamplerError, ToolInputError } from "./core/errors.ts";
export type { EventSink, FinishedRun, RunEvent, RunResult } from "./core/events.ts";
export type { Cell, Source, SourcedTable } from "./core/evidence.ts";
export type { Judge } from "./core/judge.ts";
export type { KnowledgeBase, Page, Passage, SearchRequest } from "./core/knowledge-base.ts";
export type { AssistantMessage, Message, ToolCall, ToolMessage } from "./core/message.ts";
export type { Sample, SampleRequest, Sampler, TokenRecord, ToolSpec, Usage } from "./core/sampler.ts";
export type { PrecisionRecall, Score } from "./core/score.ts";
export type { Table } from "./core/table.ts";
export { type DeepTask, type Language, languageOf, type Task, type WideTask } from "./core/task.ts";
export type { Tool, ToolOutput } from "./core/tool.ts";
export type { Benchmark, BenchmarkTask } from "./eval/benchmarks/benchmark.ts";
export { openBenchmark } from "./eval/benchmarks/open-benchmark.ts";
export { exactJudge } from "./eval/judges/exact-judge.ts";
export { modelJudge } from "./eval/judges/model-judge.ts";
export { writeReport } from "./eval/report/write-report.ts";
export { type EvalOptions, type EvalProgress, type EvalResult, runEval } from "./eval/run/run-eval.ts";
export { variantsOf } from "./eval/run/sweep.ts";
export { scoreAnswer } from "./eval/score-answer.ts";
export { sourceTable } from "./evidence/source-table.ts";
export { inMemoryKnowledgeBase } from "./kb/in-memory.ts";
export { openSeedKnowledgeBase } from "./kb/seed.ts";
export { createSampler } from "./llm/create-sampler.ts";
export { createDemonstrator } from "./llm/demonstrator/demonstrator.ts";
export { recordSamples, replaySamples } from "./llm/recorded.ts";
export { scripted } from "./llm/scripted.ts";
export { directoryStore } from "./run/directory-store.ts";
export { rebuildEpisode } from "./run/rebuild-episode.ts";
export type { RunStore } from "./run/run-store.ts";
export { parseMarkdownTable } from "./table/parse-markdown.ts";
export { scoreTable, scoreTableWithJudge, type TableScore } from "./table/score-table.ts";
export { scoreWideSearch } from "./table/widesearch/score-widesearch.ts";
export { writeMarkdownTable } from "./table/write-markdown.ts";
export { defineTool } from "./tools/define-tool.ts";
