/** @file An event as it is sent: without the texts of pages and the ids of tokens, which nobody reads who watches a run. */
import type { RunEvent } from "../../../core/events.ts";
import { pageHash } from "../../../core/page-hash.ts";

/** Of what a tool gave; the agent's trace has all of it. */
const MOST_CHARACTERS = 1_000;

type EventOf<Type extends RunEvent["type"]> = Extract<RunEvent, { type: Type }>;

interface NamedPage {
  readonly hash: string;
  readonly url: string;
  readonly title: string;
  readonly excerpt?: true | undefined;
}

export type WireEvent =
  | Exclude<RunEvent, { type: "page-read" }>
  | (Omit<EventOf<"page-read">, "page"> & { readonly page: NamedPage });

export function wireEvent(event: RunEvent): WireEvent {
  switch (event.type) {
    case "page-read": {
      const { url, title, excerpt } = event.page;
      return { ...event, page: { hash: pageHash(event.page), url, title, ...(excerpt && { excerpt }) } };
    }
    case "sample-end": {
      const { tokens: _, ...sample } = event.sample;
      return { ...event, sample };
    }
    case "tool-end": {
      const { content } = event.message;
      return content.length <= MOST_CHARACTERS
        ? event
        : { ...event, message: { ...event.message, content: `${content.slice(0, MOST_CHARACTERS)}…` } };
    }
    default:
      return event;
  }
}
