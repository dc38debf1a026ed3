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
  #pendingEvents: string[] = [];
  #pendingPages: string[] = [];
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
    this.#pendingEvents.push(`${JSON.stringify(this.#stored(event))}\n`);
    this.#writing ??= this.#write();
  }

  /** Resolves once everything appended so far is on disk, or lost. */
  async close(): Promise<void> {
    await this.#writing;
    await Promise.all([this.#events.close(), this.#pages.close()]);
  }

  #stored(event: RunEvent): StoredEvent {
    if (event.type !== "page-read") return event;
    return { ...event, page: this.#keepPage(event.page) };
  }

  #keepPage(page: Page): StoredPageRead["page"] {
    const { url, title } = page;
    const hash = createHash("sha256").update(JSON.stringify(page)).digest("hex").slice(0, 20);
    if (!this.#knownPages.has(hash)) {
      this.#knownPages.add(hash);
      this.#pendingPages.push(`${JSON.stringify({ hash, ...page })}\n`);
    }
    return { hash, url, title };
  }

  async #write(): Promise<void> {
    await setImmediate();
    while (this.#pendingEvents.length > 0) {
      const pages = this.#pendingPages.join("");
      const events = this.#pendingEvents.join("");
      this.#pendingPages = [];
      this.#pendingEvents = [];
      await this.#writeBatch(pages, events);
    }
    this.#writing = undefined;
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
