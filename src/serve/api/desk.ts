/** @file All that the routes work with: what is open while the server runs. */
import type { RunStore } from "../../run/run-store.ts";
import type { OfferedKnowledge } from "../../service/knowledge/offered-knowledge.ts";
import type { OfferedModels } from "../../service/models/offered-models.ts";
import type { LiveRuns } from "../../service/runs/live-runs.ts";
import type { Variables } from "../../service/surroundings.ts";
import type { RunFeeds } from "./runs/run-feeds.ts";
import type { RunList } from "./runs/run-list.ts";
import type { ApiServerLimits } from "./settings.ts";

export interface Desk {
  /** The package's version. */
  readonly version: string;
  readonly variables: Variables;
  readonly store: RunStore;
  readonly runs: LiveRuns;
  readonly feeds: RunFeeds;
  readonly list: RunList;
  readonly models: OfferedModels;
  readonly knowledge: OfferedKnowledge;
  /** Directories whose folders are evaluations and trainings. */
  readonly evaluations: string;
  readonly trainings: string;
  readonly limits: ApiServerLimits;
  /** What the server says of itself at `/openapi.json`. */
  document(): unknown;
}
