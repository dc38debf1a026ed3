/** @file All that stands open while an evaluation runs. */
import type { Benchmark } from "../../eval/benchmarks/benchmark.ts";
import type { Environment } from "../environment.ts";
import type { Interruption } from "../interruption.ts";
import type { EvalDisplay } from "../progress/progress.ts";
import type { EvalPlan } from "./eval-options.ts";
import type { EvalModels } from "./open-models.ts";
import type { EvalRequest } from "./request.ts";

export interface EvalEnvironment extends Environment {
  /** The package's version. */
  readonly version: string;
}

export interface OpenEvaluation {
  readonly request: EvalRequest;
  readonly plan: EvalPlan;
  readonly benchmark: Benchmark;
  readonly models: EvalModels;
  readonly directory: string;
  readonly environment: EvalEnvironment;
  readonly display: EvalDisplay;
  readonly interruption: Interruption;
}
