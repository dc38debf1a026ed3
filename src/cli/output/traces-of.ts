/** @file Traces of what a command does, where the user wants them. */
import { openTraces } from "../../telemetry/open-traces.ts";
import { traceSettings } from "../../telemetry/trace-settings.ts";
import type { Traces } from "../../telemetry/traces.ts";

interface TracedCommand {
  /** `--otel`. */
  readonly otel?: string | undefined;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** The package's version. */
  readonly version: string;
  /** Tells the user that the collector takes nothing. */
  say(line: string): void;
}

/** `undefined`: traces are off. Throws `ConfigError` where the collector's address is none. */
export async function tracesOf({
  otel,
  variables,
  version,
  say,
}: TracedCommand): Promise<Traces | undefined> {
  const settings = traceSettings(otel, variables);
  return settings && openTraces({ ...settings, version, say: (line) => say(`wideseek: ${line}`) });
}
