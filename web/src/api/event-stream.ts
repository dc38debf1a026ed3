/** @file The events of a run as the server sends them, from any event on, over `fetch`: an `EventSource` sends no token. */
import { send } from "./call.ts";
import { type ReceivedEvent, readBlock } from "./event-block.ts";

/** Ends when the server closes the stream. Throws `ApiError`, or whatever broke the connection. */
export async function* runEvents(
  run: string,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<ReceivedEvent[]> {
  const path = `/api/runs/${encodeURIComponent(run)}/events?from=${from}`;
  const response = await send(path, { signal, headers: { Accept: "text/event-stream" } });
  if (response.body === null) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? "";
      yield blocks.map(readBlock).filter((received) => received !== undefined);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
