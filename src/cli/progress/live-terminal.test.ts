/** @file A run in a real terminal: what is typed reaches the lead agent, and the terminal is as it was, however the run ends. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ModelServer } from "../../../test/fixtures/model-server.ts";
import { makeSeedCache } from "../../../test/fixtures/seed-cache.ts";
import { startTeamModel } from "../../../test/fixtures/team-model.ts";
import { directoryStore } from "../../run/directory-store.ts";
import { openTerminal, type TerminalSession } from "./terminal.fixture.ts";

const ESCAPE = "\u001b";
let cache = "";
let home = "";
const servers: ModelServer[] = [];
const terminals: TerminalSession[] = [];

beforeAll(async () => {
  cache = await makeSeedCache();
}, 60_000);

afterAll(() => rm(cache, { recursive: true }));

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "wideseek-home-"));
});

afterEach(async () => {
  for (const terminal of terminals.splice(0)) terminal.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await rm(home, { recursive: true });
});

/** Each reply of the model waits until `release` is called with its number or a higher one. */
async function ask(more: Readonly<Record<string, string>> = {}) {
  let released = -1;
  const waiting: (() => void)[] = [];
  const server = await startTeamModel({
    capitals: { Estonia: "Tallinn", Mali: "Bamako" },
    hold: (call) =>
      call <= released
        ? undefined
        : new Promise<void>((resolve) => {
            waiting.push(() => {
              if (call <= released) resolve();
            });
          }),
  });
  servers.push(server);
  const runs = join(home, "runs");
  const terminal = openTerminal(
    ["ask", "What are the capitals of Estonia and Mali?", "--model", "team", "--base-url", server.url],
    { HOME: home, XDG_CACHE_HOME: cache, WIDESEEK_RUNS: runs, ...more },
  );
  terminals.push(terminal);
  const release = (call: number) => {
    released = call;
    for (const check of waiting) check();
  };
  return { terminal, release, server, runs };
}

async function eventsOf(runs: string) {
  const store = directoryStore({ directory: runs, makeSuffix: () => "test" });
  const [run = ""] = await store.names();
  return (await store.open(run)).events;
}

describe("a run in a terminal", () => {
  test("takes what is typed to the lead agent, which answers after it, and Escape stops with what was found", async () => {
    const { terminal, release, server, runs } = await ask();
    await terminal.shown("Type to steer");

    terminal.type("add the areaa\u007f");
    await terminal.shown("› add the area▏");
    terminal.type("\r");
    await terminal.shown("you: add the area … waits for its next turn");
    release(6);
    await terminal.shown("you: add the area ✓ heard");
    terminal.type(ESCAPE);
    const screen = await terminal.ended;

    expect(screen).toContain("Stopping; what was found is kept.");
    expect(screen).toMatch(/Tallinn[\s\S]*code 130/);
    expect(screen).toMatch(/[^-]icanon[\s\S]*[^-]echo /);
    expect(JSON.stringify(server.requests.at(-1)?.body)).toContain("add the area");
    const events = await eventsOf(runs);
    expect(events).toContainEqual(expect.objectContaining({ type: "steer", text: "add the area" }));
    expect(events).toContainEqual(
      expect.objectContaining({ type: "turn-start", agent: "lead", told: ["add the area"] }),
    );
  }, 40_000);

  test("is gone at once after a second Escape, and leaves the terminal as it was", async () => {
    const { terminal } = await ask();
    await terminal.shown("Type to steer");

    terminal.type(ESCAPE);
    await terminal.shown("Stopping");
    terminal.type(ESCAPE);
    const screen = await terminal.ended;

    expect(screen).toContain("code 130");
    expect(screen).toMatch(/[^-]icanon/);
  }, 40_000);

  test.each(["SIGTERM", "SIGHUP"] as const)(
    "that is ended by %s leaves the terminal as it was",
    async (signal) => {
      const { terminal } = await ask();
      const pid = await terminal.pid();
      await terminal.shown("Type to steer");

      process.kill(pid, signal);
      const screen = await terminal.ended;

      expect(screen).toMatch(/code \d+/);
      expect(screen).toMatch(/[^-]icanon[\s\S]*[^-]echo /);
    },
    40_000,
  );

  test("leaves the terminal as it was where the program crashes", async () => {
    const terminal = openTerminal([], {}, fileURLToPath(new URL("crash.fixture.ts", import.meta.url)));
    terminals.push(terminal);

    await terminal.shown("raw: true");
    terminal.type("x");
    const screen = await terminal.ended;

    expect(screen).toContain("a bug");
    expect(screen).toMatch(/code 1[\s\S]*[^-]icanon[\s\S]*[^-]echo /);
  }, 40_000);

  test("in a dumb terminal says lines, takes no keys and paints nothing", async () => {
    const { terminal, release } = await ask({ TERM: "dumb", NO_COLOR: "1" });
    await terminal.shown("lead begins");

    terminal.type("not heard\r");
    release(100);
    const screen = await terminal.ended;

    expect(screen).toContain("lead.1 ends: answered");
    expect(screen).not.toContain("Type to steer");
    expect(screen).toContain("code 0");
  }, 40_000);
});
