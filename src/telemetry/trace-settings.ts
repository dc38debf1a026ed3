/** @file Whether and where traces are sent, as OpenTelemetry's variables or the command line say. */
import { ConfigError } from "../core/errors.ts";

export interface TraceSettings {
  /** Where spans are posted to. */
  readonly url: string;
  /** Questions, answers, what models wrote and what tools were asked and answered are sent too. */
  readonly capturesContent: boolean;
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * `endpoint` is what `--otel` names; without it `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`, which is taken as it is, or
 * `OTEL_EXPORTER_OTLP_ENDPOINT` count. `undefined`: traces are off. Throws `ConfigError` for what is no address.
 */
export function traceSettings(endpoint: string | undefined, variables: Variables): TraceSettings | undefined {
  const url = endpoint === undefined ? ofVariables(variables) : tracesUrl(endpoint, "--otel");
  if (url === undefined) return undefined;
  return { url, capturesContent: isTrue(variables["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"]) };
}

function ofVariables(variables: Variables): string | undefined {
  const isOff = isTrue(variables["OTEL_SDK_DISABLED"]) || variables["OTEL_TRACES_EXPORTER"] === "none";
  const exact = variables["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];
  const base = variables["OTEL_EXPORTER_OTLP_ENDPOINT"];
  if (isOff) return undefined;
  if (exact) return checkedUrl(exact, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").href;
  return base ? tracesUrl(base, "OTEL_EXPORTER_OTLP_ENDPOINT") : undefined;
}

const TRACES = "/v1/traces";

function tracesUrl(endpoint: string, name: string): string {
  const url = checkedUrl(endpoint, name);
  const path = url.pathname.replace(/\/+$/u, "");
  url.pathname = path.endsWith(TRACES) ? path : `${path}${TRACES}`;
  return url.href;
}

function checkedUrl(text: string, name: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/u.test(url.protocol)) return url;
  throw new ConfigError(`${name} is no address of a collector: "${text}". Such as http://localhost:4318.`);
}

function isTrue(value: string | undefined): boolean {
  return value?.trim().toLowerCase() === "true";
}
