/** @file One server-sent event, as the lines of a stream have it. */
import type { RunEvent } from "../../../src/core/events.ts";

export interface ReceivedEvent {
  readonly index: number;
  readonly event: RunEvent;
}

/** `undefined`: a comment, or a block without an event. */
export function readBlock(block: string): ReceivedEvent | undefined {
  let index = Number.NaN;
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    if (line.startsWith("id:")) index = Number(line.slice(3));
    if (line.startsWith("data:")) data.push(line.slice(5).trimStart());
  }
  if (data.length === 0 || Number.isNaN(index)) return undefined;
  return { index, event: JSON.parse(data.join("\n")) };
}
