/** @file The journal of a run: every event on a line of its own, in order, and the text of each page once. */
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { RunEvent } from "../core/events.ts";
import type { Page } from "../core/knowledge-base.ts";
import type { StoredEvent, StoredPageRead } from "./event-schema.ts";
import { isSystemError } from "./system-error.ts";

export const EVENTS_FILE = "events.jsonl";
export const PAGES_FILE = "pages.jsonl";

/**
 * Takes events without waiting for the disk: what arrives while one write is under way goes out with the next, so a
 * run that is killed loses at most its last few events. Pages reach the disk before the events that name them.
 */
export class Journal {
  readonly #events: FileHandle;
  readonly #pages: FileHandle;
  readonly #onLoss: (loss: Error) => void;
  readonly #knownPages = new Set<string>();
  #pending: RunEvent[] = [];
  #writing: Promise<void> | undefined;
  #lost = false;

  private constructor(files: { events: FileHandle; pages: FileHandle }, onLoss: (loss: Error) => void) {
    this.#events = files.events;
    this.#pages = files.pages;
    this.#onLoss = onLoss;
  }

  /** `onLoss` is called at most once: when a write fails, after which nothing more is written. */
  static async open(directory: string, onLoss: (loss: Error) => void): Promise<Journal> {
    const [events, pages] = await Promise.all(
      [EVENTS_FILE, PAGES_FILE].map((name) => open(join(directory, name), "a")),
    );
    if (events === undefined || pages === undefined) throw new Error("A journal has two files.");
    return new Journal({ events, pages }, onLoss);
  }

  append(event: RunEvent): void {
    if (this.#lost) return;
    this.#pending.push(event);
    this.#writing ??= this.#write();
  }

  /** Resolves once everything appended so far is on disk, or lost. */
  async close(): Promise<void> {
    await this.#writing;
    await Promise.all([this.#events.close(), this.#pages.close()]);
  }

  /** Events are put into text here and not when they arrive: a thousand agents that act at once are not held up. */
  async #write(): Promise<void> {
    await setImmediate();
    while (this.#pending.length > 0) {
      const batch = this.#pending;
      this.#pending = [];
      const pages: string[] = [];
      const events = batch.map((event) => `${JSON.stringify(this.#stored(event, pages))}\n`);
      await this.#writeBatch(pages.join(""), events.join(""));
    }
    this.#writing = undefined;
  }

  #stored(event: RunEvent, pages: string[]): StoredEvent {
    return event.type === "page-read" ? { ...event, page: this.#keepPage(event.page, pages) } : event;
  }

  /** Adds the page to `pages` if it is new to the journal. */
  #keepPage(page: Page, pages: string[]): StoredPageRead["page"] {
    const { url, title } = page;
    const text = JSON.stringify(page);
    const hash = createHash("sha256").update(text).digest("hex").slice(0, 20);
    if (!this.#knownPages.has(hash)) {
      this.#knownPages.add(hash);
      pages.push(`${JSON.stringify({ hash, ...page })}\n`);
    }
    return { hash, url, title };
  }

  async #writeBatch(pages: string, events: string): Promise<void> {
    if (this.#lost) return;
    try {
      if (pages !== "") await this.#pages.appendFile(pages);
      await this.#events.appendFile(events);
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.#lost = true;
      this.#onLoss(error);
    }
  }
}
