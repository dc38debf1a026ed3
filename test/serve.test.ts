/** @file The real server in a process of its own: killed and begun again, stopped gently, and asked for what it must not do. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type Running, runCommand, startCommand } from "./fixtures/command-line.ts";
import { gate, openLiveWorld, QUESTION } from "./fixtures/live-world.ts";

const MINUTE = 60_000;
const started: Running[] = [];
const undo: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const running of started.splice(0)) running.kill("SIGKILL");
  for (const one of undo.splice(0).reverse()) await one();
});

async function home(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "wideseek-serve-"));
  undo.push(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

async function serve(directory: string, ...args: string[]) {
  const environment = { HOME: directory, WIDESEEK_RUNS: join(directory, "runs") };
  const running = startCommand(["serve", "--port", "0", ...args], { environment });
  started.push(running);
  const said = await running.until("Press Ctrl-C");
  const shown = /^wideseek serves (\S+)$/mu.exec(said)?.[1] ?? "";
  return { running, url: shown.replace(/\/(?:#.*)?$/u, ""), token: /#token=(.+)$/u.exec(shown)?.[1] };
}

const post = (url: string, body: unknown) =>
  fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

test(
  "a run that was under way when the server was killed is broken off, and goes on from the new one",
  async () => {
    const directory = await home();
    const held = gate();
    const world = await openLiveWorld({ hold: (call) => (call === 5 ? held.passed : undefined) });
    undo.push(() => world.close());
    const options = ["--model", "team", "--base-url", world.model, "--kb", world.knowledgeBase];
    const first = await serve(directory, ...options);
    const begun = await post(`${first.url}/api/runs`, { question: QUESTION });
    expect(begun.status).toBe(201);
    const { run }: { run: string } = JSON.parse(await begun.text());
    await waitFor(async () => world.samples() > 5);

    first.running.kill("SIGKILL");
    await first.running.outcome;
    held.open();
    const second = await serve(directory, ...options);

    const listed = await (await fetch(`${second.url}/api/runs`)).json();
    expect(listed).toMatchObject({ runs: [{ run, state: "broken-off" }] });
    expect((await post(`${second.url}/api/runs/${run}/resume`, {})).status).toBe(202);
    const events = await (await fetch(`${second.url}/api/runs/${run}/events`)).text();
    expect(events).toContain("event: run-end");
    const csv = await (await fetch(`${second.url}/api/runs/${run}/export?format=csv`)).text();
    expect(csv).toContain("Estonia,Tallinn");
    expect(csv).toContain("Kenya,Nairobi");
  },
  3 * MINUTE,
);

test(
  "the server stops gently: runs are stopped with what they found, and its exit code is 0",
  async () => {
    const directory = await home();
    const held = gate();
    const world = await openLiveWorld({ hold: () => held.passed });
    undo.push(() => world.close());
    const { running, url } = await serve(
      directory,
      "--model",
      "team",
      "--base-url",
      world.model,
      "--kb",
      world.knowledgeBase,
    );
    const { run }: { run: string } = JSON.parse(
      await (await post(`${url}/api/runs`, { question: QUESTION })).text(),
    );
    const watching = fetch(`${url}/api/runs/${run}/events`).then((response) => response.text());
    await waitFor(async () => world.samples() === 1);

    running.kill("SIGTERM");

    expect((await running.outcome).code).toBe(0);
    expect(await watching).toContain('"stop":"aborted"');
    const shown = await runCommand(["runs", "--runs", join(directory, "runs")], {
      environment: { HOME: directory },
    });
    expect(shown.stdout).toContain(`${run}\t`);
    expect(shown.stdout).toContain("\taborted\t");
  },
  2 * MINUTE,
);

test(
  "beyond this machine it makes a token, shows it once, and asks everybody for it",
  async () => {
    const { url, token } = await serve(await home(), "--host", "0.0.0.0");
    const local = url.replace("0.0.0.0", "localhost");

    expect(token).toMatch(/^[\w-]{32}$/);
    expect((await fetch(`${local}/api/settings`)).status).toBe(401);
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${local}/api/settings`, { headers })).status).toBe(200);
  },
  MINUTE,
);

test.each([
  [["--port", "99999"], "--port must be a whole number from 0 to 65535"],
  [["--host", "0.0.0.0", "--token", "short"], "token"],
  [["--max-runs", "0"], "--max-runs must be"],
  [["--host", "256.0.0.1", "--port", "0", "--token", "a-token-that-is-long"], "cannot listen"],
])(
  "%j is refused in one line",
  async (args, words) => {
    const { code, stderr } = await runCommand(["serve", ...args], { environment: { HOME: await home() } });

    expect(code).toBe(2);
    expect(stderr).toContain(words);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  },
  MINUTE,
);

async function waitFor(isThere: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + MINUTE;
  while (!(await isThere())) {
    if (Date.now() > until) throw new Error("It never came to that.");
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
