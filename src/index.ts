/** @file The public API, listed by name. */
export { planQuestion } from "./agent/plan/plan-question.ts";
export { kindOf } from "./agent/read-question.ts";
export { type RunTaskOptions, resultOf, runTask } from "./agent/run-task.ts";
export { createSteering, type Steering } from "./agent/steering.ts";
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
export type {
  Candidate,
  Cell,
  CellState,
  Completeness,
  Coverage,
  RowMerge,
  Source,
  SourcedTable,
} from "./core/evidence.ts";
export type { Judge } from "./core/judge.ts";
export type { KnowledgeBase, Page, Passage, Place, SearchRequest } from "./core/knowledge-base.ts";
export type { AssistantMessage, Message, ToolCall, ToolMessage } from "./core/message.ts";
export type { Estimate, Plan, PlannedColumn, Range } from "./core/plan.ts";
export type { CellChange, CellPick, CellVersion, Change, Decision, Revision } from "./core/revision.ts";
export type { Sample, SampleRequest, Sampler, TokenRecord, ToolSpec, Usage } from "./core/sampler.ts";
export type { PrecisionRecall, Score } from "./core/score.ts";
export type { Table } from "./core/table.ts";
export { type DeepTask, type Language, languageOf, type Task, type WideTask } from "./core/task.ts";
export type { TokenRequest, TokenSample, TokenSampler } from "./core/token-sampler.ts";
export type { Tool, ToolOutput } from "./core/tool.ts";
export type { AdamParams, Datum, ForwardBackward, Loss, OptimStep, Trainer } from "./core/trainer.ts";
export { initialWeights } from "./engine/initial-weights.ts";
export { type ModelConfig, modelConfig, type Weights } from "./engine/model-config.ts";
export { openEmbeddedSampler } from "./engine/sampling/open-embedded-sampler.ts";
export { openTokenizer, type Tokenizer } from "./engine/tokenizer/tokenizer.ts";
export { trainTokenizer } from "./engine/tokenizer/train-tokenizer.ts";
export { openEmbeddedTrainer } from "./engine/training/embedded-trainer.ts";
export { writeGguf } from "./engine/weights/gguf.ts";
export { writeHuggingFaceFolder } from "./engine/weights/hugging-face.ts";
export type { Benchmark, BenchmarkTask } from "./eval/benchmarks/benchmark.ts";
export { openBenchmark } from "./eval/benchmarks/open-benchmark.ts";
export { exactJudge } from "./eval/judges/exact-judge.ts";
export { modelJudge } from "./eval/judges/model-judge.ts";
export { writeReport } from "./eval/report/write-report.ts";
export { type EvalOptions, type EvalProgress, type EvalResult, runEval } from "./eval/run/run-eval.ts";
export { variantsOf } from "./eval/run/sweep.ts";
export { scoreAnswer } from "./eval/score-answer.ts";
export { checkTable } from "./evidence/check/check-table.ts";
export { strictTable } from "./evidence/check/strict-table.ts";
export { estimateCompleteness } from "./evidence/completeness/estimate-completeness.ts";
export { estimateLine } from "./evidence/completeness/estimate-line.ts";
export { explainMerge, mergeRows, splitGroup } from "./evidence/entities/merge-rows.ts";
export { readAliases } from "./evidence/entities/read-aliases.ts";
export { sourceTable } from "./evidence/source-table.ts";
export { exportTable } from "./export/export-table.ts";
export { importTable } from "./export/import/import-table.ts";
export { type Fetcher, openFetcher } from "./fetch/open-fetcher.ts";
export { type FetchSettings, fetchSettingsSchema } from "./fetch/settings.ts";
export type { Embedder, OpenEmbedder } from "./kb/embedding/embedder.ts";
export { openEmbedder } from "./kb/embedding/open-embedder.ts";
export { inMemoryKnowledgeBase } from "./kb/in-memory.ts";
export { openKnowledgeBase } from "./kb/open-knowledge-base.ts";
export { buildOpenSearchIndex } from "./kb/opensearch/build.ts";
export { openOpenSearchKnowledgeBase } from "./kb/opensearch/open.ts";
export { buildQdrantCollection } from "./kb/qdrant/build.ts";
export { openQdrantKnowledgeBase } from "./kb/qdrant/open.ts";
export { openRemoteKnowledgeBase } from "./kb/remote/open-remote-knowledge-base.ts";
export { shardedKnowledgeBase } from "./kb/remote/sharded-knowledge-base.ts";
export { openSeedKnowledgeBase } from "./kb/seed.ts";
export { buildStore } from "./kb/store/build.ts";
export { chooseSource } from "./kb/store/choose-source.ts";
export { openStore } from "./kb/store/open.ts";
export { joinedKnowledgeBase } from "./kb/web/joined-knowledge-base.ts";
export { openWebKnowledgeBase } from "./kb/web/web-knowledge-base.ts";
export { compactRenderer } from "./llm/compact/compact-renderer.ts";
export { createSampler } from "./llm/create-sampler.ts";
export { createDemonstrator } from "./llm/demonstrator/demonstrator.ts";
export { openPolicy } from "./llm/embedded/open-policy.ts";
export { loadPolicy, type Policy, savePolicy } from "./llm/embedded/policy-directory.ts";
export { openGgufSampler } from "./llm/gguf/open-gguf-sampler.ts";
export { qwen3Renderer } from "./llm/qwen3/renderer.ts";
export { recordSamples, replaySamples } from "./llm/recorded.ts";
export type { Renderer } from "./llm/renderer.ts";
export { scripted } from "./llm/scripted.ts";
export { tokenLevelSampler } from "./llm/token-level-sampler.ts";
export { directoryStore } from "./run/directory-store.ts";
export { rebuildEpisode } from "./run/rebuild-episode.ts";
export type { RunStore } from "./run/run-store.ts";
export { openApiServer } from "./serve/api/open-api-server.ts";
export { mcpServerOf } from "./serve/mcp/mcp-server.ts";
export { openRetrievalServer, type RetrievalServer } from "./serve/retrieval/open-retrieval-server.ts";
export { askRequest, type Wishes } from "./service/runs/ask-request.ts";
export { type LiveRun, type LiveRuns, openLiveRuns } from "./service/runs/live-runs.ts";
export type { RunRequest } from "./service/runs/run-request.ts";
export { parseMarkdownTable } from "./table/parse-markdown.ts";
export { scoreTable, scoreTableWithJudge, type TableScore } from "./table/score-table.ts";
export { scoreWideSearch } from "./table/widesearch/score-widesearch.ts";
export { writeMarkdownTable } from "./table/write-markdown.ts";
export { defineTool } from "./tools/define-tool.ts";
export { rlConfig } from "./train/config/rl-config.ts";
export { sftConfig } from "./train/config/sft-config.ts";
export { groupDatums, objectiveSettings } from "./train/objective/datums.ts";
export type { Group } from "./train/objective/group.ts";
export { type Reward, rewardOf, rewardSettings } from "./train/objective/reward.ts";
export { trainRl } from "./train/rl/train-rl.ts";
export { openTrainingRun } from "./train/run/training-run.ts";
export { trainSft } from "./train/sft/train-sft.ts";
export { openWorld } from "./train/world.ts";
