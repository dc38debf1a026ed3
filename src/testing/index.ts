/** @file The suites that implementations of a seam run against themselves: `import … from "wideseek/testing"`. */
export { describeKnowledgeBase, type KnowledgeBaseUnderTest } from "./describe-knowledge-base.ts";
export { describeRunStore } from "./describe-run-store.ts";
export { describeSampler, type SamplerSuite, type SkippableSamplerTest } from "./describe-sampler.ts";
