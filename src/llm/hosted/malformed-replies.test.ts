/** @file 2,000 replies that no server should send: each gives a sample or a sampler error, nothing else. */
import { expect, test } from "vitest";
import { type ServerReply, wire } from "../../../test/fixtures/model-protocols.ts";
import { startModelServer } from "../../../test/fixtures/model-server.ts";
import { openHosted } from "../../../test/fixtures/open-hosted.ts";
import { SamplerError } from "../../core/errors.ts";
import { random } from "../../util/random.ts";

const REPLIES = 2000;
const PROTOCOLS = ["openai-compatible", "openai", "anthropic", "google"] as const;

const reply: ServerReply = {
  text: '<think>Hm.</think>Yes.<tool_call>{"name":"search","arguments":{"query":"a"}}</tool_call>',
  calls: [{ id: "call_1", name: "search", arguments: '{"query":"caf\u00e9 \u4e2d\u6587"}' }],
  finish: "tools",
  promptTokens: 20,
  sampledTokens: 5,
};

interface MalformedReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

test("a malformed reply gives a sample or a sampler error, and never anything else", async () => {
  const next = random(20261123);
  let sent: MalformedReply = { status: 200, contentType: "", body: Buffer.of() };
  const server = await startModelServer((response) => {
    response.writeHead(sent.status, { "content-type": sent.contentType }).end(sent.body);
  });
  const samplers = await Promise.all(
    PROTOCOLS.map((protocol) => openHosted({ baseUrl: server.url, protocol, limits: { maxAttempts: 1 } })),
  );
  const outcomes = { sample: 0, error: 0 };

  for (let count = 0; count < REPLIES; count++) {
    const sampler = samplers[count % samplers.length]!;
    const protocol = PROTOCOLS[count % PROTOCOLS.length]!;
    const streams = next() < 0.5;
    sent = malformedReply(next, protocol, streams);
    try {
      const sample = await sampler.sample({
        messages: [{ role: "user", content: "Hello." }],
        tools: [{ name: "search", description: "Finds pages.", inputSchema: { type: "object" } }],
        toolChoice: "auto",
        maxTokens: 100,
        ...(streams && { onText: () => undefined }),
      });
      expect(typeof sample.message.content).toBe("string");
      expect(sample.usage.sampledTokens).toBeGreaterThan(0);
      outcomes.sample++;
    } catch (error) {
      if (!(error instanceof SamplerError)) {
        throw new Error(`Reply ${count}, ${protocol}: ${sent.body}`, { cause: error });
      }
      expect(error.message).not.toContain("\n");
      outcomes.error++;
    }
  }
  await server.close();

  expect(outcomes.sample).toBeGreaterThan(REPLIES / 20);
  expect(outcomes.error).toBeGreaterThan(REPLIES / 2);
}, 60_000);

function malformedReply(next: () => number, protocol: keyof typeof wire, streams: boolean): MalformedReply {
  const events = wire[protocol].events(reply).map((event) => {
    return typeof event === "string" ? event : JSON.stringify(spoilValue(event, next, 0.003));
  });
  const whole = JSON.stringify(spoilValue(wire[protocol].whole(reply), next, 0.05));
  const text = streams ? events.map((event) => `data: ${event}\n\n`).join("") : whole;
  return {
    status: next() < 0.85 ? 200 : pick(next, [201, 204, 302, 400, 418, 429, 500, 529]),
    contentType:
      next() < 0.9 ? usualType(streams) : pick(next, ["text/html", "", "application/octet-stream"]),
    body: spoilBytes(Buffer.from(next() < 0.9 ? text : "<html><body>Sorry</body></html>"), next),
  };
}

function usualType(streams: boolean): string {
  return streams ? "text/event-stream" : "application/json";
}

/** Replaces about `share` of the values in a JSON value by others, mostly of the wrong type. */
function spoilValue(value: unknown, next: () => number, share: number): unknown {
  if (next() < share) return pick(next, [null, -1, 1e300, "", "x", [], {}, [null], { error: "no" }, true]);
  if (Array.isArray(value)) return value.map((item) => spoilValue(item, next, share));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spoilValue(item, next, share)]));
}

function spoilBytes(body: Buffer, next: () => number): Buffer {
  const kind = next();
  if (kind < 0.15) return body.subarray(0, Math.floor(next() * body.length));
  if (kind < 0.3) {
    const spoilt = Buffer.from(body);
    for (let flips = 0; flips < 3; flips++) {
      spoilt[Math.floor(next() * body.length)] = Math.floor(next() * 256);
    }
    return spoilt;
  }
  if (kind < 0.35) return Buffer.from(Array.from({ length: 200 }, () => Math.floor(next() * 256)));
  return body;
}

function pick<T>(next: () => number, choices: readonly T[]): T {
  return choices[Math.floor(next() * choices.length)]!;
}
