/** @file Sends a run's events to one who watches it, no faster than they are taken: whoever is slow keeps nothing in memory. */
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { untilAborted } from "../../../util/abort.ts";
import type { Reply } from "../../http/refusal.ts";
import type { ApiServerLimits } from "../settings.ts";
import type { RunFeed } from "./run-feeds.ts";

export interface Watching {
  readonly feed: RunFeed;
  /** The number of the first event to send. */
  readonly from: number;
  readonly limits: Pick<ApiServerLimits, "watcherRestMs" | "slowWatcherMs">;
  /** Aborted when the client has hung up, or the server must close. */
  readonly signal: AbortSignal;
  release(): void;
}

/** Sent in one piece. */
const PIECE_BYTES = 65_536;

export function eventStream(watching: Watching): Reply {
  return {
    status: 200,
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
    body: async (response) => {
      // a broken connection is no more than the end of it
      response.on("error", () => undefined);
      await pump(response, watching).finally(() => watching.release());
    },
  };
}

async function pump(response: ServerResponse, watching: Watching): Promise<void> {
  const { feed, limits, signal } = watching;
  let next = watching.from;
  while (!signal.aborted) {
    const piece = pieceFrom(feed, next);
    next = piece.next;
    const isAll = piece.bytes.byteLength === 0;
    if (isAll && feed.isOver) break;
    if (isAll && (await hasNews(feed, limits.watcherRestMs, signal))) continue;
    if (!(await taken(response, isAll ? STILL_THERE : piece.bytes, watching))) {
      return drop(response, limits.slowWatcherMs);
    }
  }
  response.end();
}

const STILL_THERE = Buffer.from(": nothing new\n\n");

function pieceFrom(feed: RunFeed, from: number): { readonly bytes: Uint8Array; readonly next: number } {
  const frames: Uint8Array[] = [];
  let bytes = 0;
  let next = from;
  while (next < feed.length && bytes < PIECE_BYTES) {
    const frame = feed.frame(next++);
    frames.push(frame);
    bytes += frame.byteLength;
  }
  const [only] = frames;
  return { bytes: only !== undefined && frames.length === 1 ? only : Buffer.concat(frames), next };
}

/** False where nothing was taken for too long. */
async function taken(
  response: ServerResponse,
  bytes: Uint8Array,
  { signal, limits }: Pick<Watching, "signal" | "limits">,
): Promise<boolean> {
  if (response.write(bytes)) return true;
  const patience = AbortSignal.any([signal, AbortSignal.timeout(limits.slowWatcherMs)]);
  const drained = once(response, "drain", { signal: patience }).then(
    () => true,
    () => false,
  );
  return (await drained) || signal.aborted;
}

/** Tells whoever comes to read again that it was too slow, and how to go on. */
function drop(response: ServerResponse, graceMs: number): void {
  const error = {
    code: "too-slow",
    message: "The events were not taken in time. Come again with Last-Event-ID.",
  };
  response.end(`event: dropped\ndata: ${JSON.stringify({ error })}\n\n`);
  setTimeout(() => response.destroy(), graceMs).unref();
}

/** False where there is nothing new after `restMs`. */
async function hasNews(feed: RunFeed, restMs: number, signal: AbortSignal): Promise<boolean> {
  let leave = () => {};
  let timer: NodeJS.Timeout | undefined;
  const news = new Promise<boolean>((resolve) => {
    leave = feed.listen(() => resolve(true));
    timer = setTimeout(() => resolve(false), restMs);
  });
  // whoever hung up is found out by the loop
  const ended = untilAborted(news, signal).catch(() => true);
  return ended.finally(() => {
    clearTimeout(timer);
    leave();
  });
}
