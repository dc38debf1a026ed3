import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { scriptedEvents } from "../../../test/fixtures/scripted-run.ts";
import { plainPalette } from "../../tui/palette.ts";
import { terminalProgress } from "./terminal-progress.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const written: string[] = [];
  const terminal = Object.assign(new PassThrough(), { columns: 80, rows: 24 });
  terminal.on("data", (chunk: Buffer) => written.push(chunk.toString("utf8")));
  return {
    written,
    progress: terminalProgress(terminal, { ceilings: {}, palette: plainPalette, stdin: new PassThrough() }),
  };
}

test("draws at most ten pictures a second, however much happens", () => {
  const { written, progress } = open();

  for (let round = 0; round < 100; round++) {
    for (const event of scriptedEvents()) progress.event(event);
    vi.advanceTimersByTime(10);
  }

  expect(written.length).toBeGreaterThan(5);
  expect(written.length).toBeLessThanOrEqual(10);
  progress.stop();
});

test("shows the index being built, then the agents, and leaves nothing behind", () => {
  const { written, progress } = open();

  progress.building({ phase: "pages", done: 10, total: 20 });
  vi.advanceTimersByTime(100);
  expect(written.join("")).toContain("Building the search index");

  for (const event of scriptedEvents().slice(0, 9)) progress.event(event);
  vi.advanceTimersByTime(100);
  expect(written.join("")).toContain("search “Baltic countries”");

  written.length = 0;
  progress.stop();
  expect(written.join("")).not.toMatch(/\p{L}{2}/u);
  vi.advanceTimersByTime(1000);
  expect(written.length).toBeLessThanOrEqual(1);
});

test("a line that must be said stands above the picture", () => {
  const { written, progress } = open();
  for (const event of scriptedEvents().slice(0, 9)) progress.event(event);
  vi.advanceTimersByTime(100);

  written.length = 0;
  progress.say("the disk is full");
  vi.advanceTimersByTime(100);

  const text = written.join("");
  expect(text.indexOf("the disk is full\n")).toBeLessThan(text.indexOf("search “Baltic countries”"));
  expect(text).toContain("the disk is full\n");
  progress.stop();
});
