/** @file All that the server answers. */
import { chatRoutes } from "../chat/chat-routes.ts";
import type { Route } from "./route.ts";
import { controlRoutes } from "./routes/control-routes.ts";
import { fileRoutes } from "./routes/file-routes.ts";
import { knowledgeRoutes } from "./routes/knowledge-routes.ts";
import { planRoutes } from "./routes/plan-routes.ts";
import { reportRoutes } from "./routes/report-routes.ts";
import { runRoutes } from "./routes/run-routes.ts";
import { serverRoutes } from "./routes/server-routes.ts";
import { tableRoutes } from "./routes/table-routes.ts";
import { traceRoutes } from "./routes/trace-routes.ts";

export const ALL_ROUTES: readonly Route[] = [
  ...serverRoutes,
  ...planRoutes,
  ...runRoutes,
  ...controlRoutes,
  ...traceRoutes,
  ...tableRoutes,
  ...fileRoutes,
  ...knowledgeRoutes,
  ...reportRoutes,
  ...chatRoutes,
];
