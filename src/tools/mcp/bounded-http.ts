/** @file The protocol's HTTP transport, of whose answers no more is read than a limit allows. */
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";

/** `maxBytes` of one answer, or of the messages that the server sends on a stream of its own. */
export function boundedHttpTransport(url: URL, maxBytes: number): Transport {
  const inner = new StreamableHTTPClientTransport(url, {
    fetch: async (input, init) => bounded(await fetch(input, init), maxBytes),
    reconnectionOptions: {
      initialReconnectionDelay: 1_000,
      maxReconnectionDelay: 10_000,
      reconnectionDelayGrowFactor: 2,
      maxRetries: 2,
    },
  });
  return asTransport(inner);
}

function bounded(response: Response, maxBytes: number): Response {
  if (response.body === null) return response;
  let bytes = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform: (part, controller) => {
      bytes += part.byteLength;
      if (bytes > maxBytes) controller.error(new Error(`The answer is longer than ${maxBytes} bytes.`));
      else controller.enqueue(part);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(counting), { status, statusText, headers });
}

/** The library's own types of this transport and of a transport disagree in what may be undefined. */
function asTransport(inner: StreamableHTTPClientTransport): Transport {
  const transport: Transport = {
    start: () => {
      inner.onclose = () => transport.onclose?.();
      inner.onerror = (error) => transport.onerror?.(error);
      inner.onmessage = (message) => transport.onmessage?.(message);
      return inner.start();
    },
    send: (message, options) => {
      const { resumptionToken, onresumptiontoken } = options ?? {};
      return inner.send(message, {
        ...(resumptionToken !== undefined && { resumptionToken }),
        ...(onresumptiontoken !== undefined && { onresumptiontoken }),
      });
    },
    close: () => inner.close(),
    get sessionId() {
      return inner.sessionId;
    },
    setProtocolVersion: (version) => inner.setProtocolVersion(version),
  };
  return transport;
}
