/** @file The OpenTelemetry packages: spans are collected, posted as JSON, and lost where nobody takes them. */
import { setTimeout } from "node:timers/promises";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from "@opentelemetry/sdk-trace-base";
import { RunSpans } from "./run-spans.ts";
import type { RunTrace, Traces, TracesOptions } from "./traces.ts";

/** For one post, repeats included. */
const POST_MS = 3_000;
/** For all that is left at the end. */
const CLOSE_MS = 5_000;
const BETWEEN_POSTS_MS = 1_000;
/** A thousand agents may end at once. */
const MOST_WAITING = 50_000;

export function startTraces({ url, capturesContent, version, say }: TracesOptions): Traces {
  const exporter = told(new OTLPTraceExporter({ url, timeoutMillis: POST_MS }), (reason) => {
    say(`Traces cannot be sent to ${url}: ${reason}.`);
  });
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": "wideseek", "service.version": version }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [
      new BatchSpanProcessor(exporter, {
        scheduledDelayMillis: BETWEEN_POSTS_MS,
        exportTimeoutMillis: POST_MS + 1_000,
        maxQueueSize: MOST_WAITING,
      }),
    ],
  });
  const tracer = provider.getTracer("wideseek", version);
  return {
    run: (begunAt): RunTrace => {
      const spans = new RunSpans({ tracer, begunAt, capturesContent });
      return { record: (event) => spans.record(event), close: () => spans.close() };
    },
    close: async () => {
      const shut = provider.shutdown().catch(asToldAlready);
      await Promise.race([shut, setTimeout(CLOSE_MS, undefined, { ref: false })]);
    },
  };
}

/** What the exporter throws at the end it has reported before, batch by batch. */
function asToldAlready(error: unknown): void {
  if (!(error instanceof Error)) throw error;
}

/** Says once why a batch could not be sent. */
function told(exporter: SpanExporter, say: (reason: string) => void): SpanExporter {
  let isTold = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error !== undefined && !isTold) {
          isTold = true;
          say(reasonOf(result.error));
        }
        done(result);
      }),
    forceFlush: async () => exporter.forceFlush?.(),
    shutdown: () => exporter.shutdown(),
  };
}

/** Connections to several addresses of one host fail together, without a message of their own. */
function reasonOf(error: Error): string {
  const inner =
    error instanceof AggregateError ? error.errors.find((one) => one instanceof Error) : undefined;
  const { message } = inner ?? error;
  return (message === "" ? error.name : message).split("\n")[0]?.replace(/\.$/u, "") ?? error.name;
}
