/** @file The journal of a run: every event on a line of its own, in order, and the text of each page once. */
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import type { RunEvent } from "../core/events.ts";
import type { Page } from "../core/knowledge-base.ts";
import { pageHash } from "../core/page-hash.ts";
import type { StoredEvent } from "./event-schema.ts";
import { isSystemError } from "./system-error.ts";

export const EVENTS_FILE = "events.jsonl";
export const PAGES_FILE = "pages.jsonl";

/** A sync is waited for only where the last one was that many times its own length ago: at most 5 % of a run is spent on it. */
const REST_AFTER_SYNC = 20;

export interface JournalOptions {
  /** Called at most once: when a write fails, after which nothing more is written. */
  readonly onLoss: (loss: Error) => void;
  /** Hashes of the pages that a journal which goes on holds already. */
  readonly knownPages?: Iterable<string> | undefined;
  /** Where pages come from that do not say it themselves: the name of the run's knowledge base. */
  readonly knowledgeBase?: string | undefined;
}

/** An event, and for a page that was read, when that was: milliseconds since 1970. */
interface Pending {
  readonly event: RunEvent;
  readonly time: number;
}

/**
 * Takes events without waiting for the disk: what arrives while one write is under way goes out with the next. Pages reach
 * the disk before the events that name them.
 */
export class Journal {
  readonly #events: FileHandle;
  readonly #pages: FileHandle;
  readonly #onLoss: (loss: Error) => void;
  readonly #knownPages: Set<string>;
  readonly #knowledgeBase: string | undefined;
  #pending: Pending[] = [];
  #waiting: (() => void)[] = [];
  #writing: Promise<void> | undefined;
  #hasNews = false;
  #syncAgainAt = 0;
  #lost = false;

  private constructor(files: { events: FileHandle; pages: FileHandle }, options: JournalOptions) {
    this.#events = files.events;
    this.#pages = files.pages;
    this.#onLoss = options.onLoss;
    this.#knownPages = new Set(options.knownPages);
    this.#knowledgeBase = options.knowledgeBase;
  }

  static async open(directory: string, options: JournalOptions): Promise<Journal> {
    const [events, pages] = await Promise.all(
      [EVENTS_FILE, PAGES_FILE].map((name) => open(join(directory, name), "a")),
    );
    if (events === undefined || pages === undefined) throw new Error("A journal has two files.");
    return new Journal({ events, pages }, options);
  }

  append(event: RunEvent): void {
    if (this.#lost) return;
    this.#hasNews = true;
    this.#pending.push({ event, time: Date.now() });
    this.#writing ??= this.#write();
  }

  /**
   * Resolves once everything appended so far is out of this process, or lost: killing it changes nothing any more. Where
   * syncing costs little beside the run, it is safe from a crash of the machine too. All that wait at once share one sync.
   */
  async kept(): Promise<void> {
    if (!this.#hasNews || this.#lost) return;
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.#writing ??= this.#write();
    });
  }

  /** Resolves once everything appended so far is on disk, or lost. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#orLose(() => this.#sync());
    await Promise.all([this.#events.close(), this.#pages.close()]);
  }

  /** Events are put into text here and not when they arrive: a thousand agents that act at once are not held up. */
  async #write(): Promise<void> {
    await setImmediate();
    while (this.#pending.length > 0 || this.#waiting.length > 0) {
      const batch = this.#pending;
      const waiting = this.#waiting;
      this.#pending = [];
      this.#waiting = [];
      await this.#orLose(() => this.#writeBatch(batch));
      if (waiting.length > 0 && performance.now() >= this.#syncAgainAt)
        await this.#orLose(() => this.#sync());
      if (this.#pending.length === 0) this.#hasNews = false;
      for (const goOn of waiting) goOn();
    }
    this.#writing = undefined;
  }

  async #writeBatch(batch: readonly Pending[]): Promise<void> {
    const pages: string[] = [];
    const events = batch.map((pending) => `${JSON.stringify(this.#stored(pending, pages))}\n`);
    if (pages.length > 0) await this.#pages.appendFile(pages.join(""));
    if (events.length > 0) await this.#events.appendFile(events.join(""));
  }

  #stored({ event, time }: Pending, pages: string[]): StoredEvent {
    if (event.type !== "page-read") return event;
    const { url, title } = event.page;
    const hash = pageHash(event.page);
    if (!this.#knownPages.has(hash)) {
      this.#knownPages.add(hash);
      pages.push(`${JSON.stringify({ hash, ...this.#dated(event.page, time) })}\n`);
    }
    return { ...event, page: { hash, url, title } };
  }

  /** A page says itself how and when its text was had, or else it was had from the knowledge base when it was read. */
  #dated(page: Page, time: number): Page {
    if (page.fetched !== undefined || this.#knowledgeBase === undefined) return page;
    return { ...page, fetched: { at: new Date(time).toISOString(), by: this.#knowledgeBase } };
  }

  async #sync(): Promise<void> {
    const begunAt = performance.now();
    await this.#pages.datasync();
    await this.#events.datasync();
    const endedAt = performance.now();
    this.#syncAgainAt = endedAt + (endedAt - begunAt) * REST_AFTER_SYNC;
  }

  async #orLose(work: () => Promise<void>): Promise<void> {
    if (this.#lost) return;
    try {
      await work();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.#lost = true;
      this.#onLoss(error);
    }
  }
}
