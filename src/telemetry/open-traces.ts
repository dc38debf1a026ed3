/** @file Opens the way to an OpenTelemetry collector; nothing of it is loaded where traces are off. */
import type { Traces, TracesOptions } from "./traces.ts";

export async function openTraces(options: TracesOptions): Promise<Traces> {
  const { startTraces } = await import("./start-traces.ts");
  return startTraces(options);
}
