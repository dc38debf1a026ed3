/**
 * @file How many can watch one run: 200 watchers of a run of some thousand events, each from the first event on, and what that takes.
 * Prints the events each has seen, in order or not, the time, and the server's memory. Usage: npx tsx bench/watchers.ts [watchers]
 */

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const watchers = Number(process.argv[2] ?? 200);
const MAIN = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
const QUESTION =
  "List all countries of the world with capital, population, area, currency and official languages.";

const home = await mkdtemp(join(tmpdir(), "wideseek-watchers-"));
const server = spawn(
  process.execPath,
  ["--import", import.meta.resolve("tsx"), MAIN, "serve", "--port", "0", "--runs", join(home, "runs")],
  { stdio: ["ignore", "ignore", "pipe"] },
);
try {
  const url = await addressOf();
  const begun = await fetch(`${url}/api/runs`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ question: QUESTION }),
  });
  const { run }: { run: string } = JSON.parse(await begun.text());
  const before = performance.now();
  let peak = 0;
  const meter = setInterval(() => {
    void memoryOf(server.pid ?? 0).then((bytes) => {
      peak = Math.max(peak, bytes);
    });
  }, 50);
  const seen = await Promise.all(
    Array.from({ length: watchers }, () => watch(`${url}/api/runs/${run}/events`)),
  );
  clearInterval(meter);
  const seconds = (performance.now() - before) / 1_000;
  const [first] = seen;
  const isSame = seen.every(
    ({ ids, last }) => inOrder(ids) && ids.length === first?.ids.length && last === "run-end",
  );
  console.log(`watchers        ${watchers}`);
  console.log(`events each     ${first?.ids.length}`);
  console.log(`all, in order   ${isSame ? "yes" : "NO"}`);
  console.log(`sent            ${(seen.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6).toFixed(0)} MB`);
  console.log(`until the end   ${seconds.toFixed(1)} s, the run included`);
  console.log(`server at most  ${(peak / 1e6).toFixed(0)} MB`);
  process.exitCode = isSame && peak < 500e6 ? 0 : 1;
} finally {
  server.kill("SIGTERM");
  await new Promise((resolve) => server.once("close", resolve));
  await rm(home, { recursive: true, force: true });
}

function addressOf(): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    server.once("close", () => reject(new Error(`The server did not begin: ${said}`)));
    server.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const url = /^wideseek serves (\S+?)\/$/mu.exec(said)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

interface Seen {
  readonly ids: readonly number[];
  readonly last: string;
  readonly bytes: number;
}

/** Over node:http: fetch would hold back connections of its own. */
function watch(url: string): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const ids: number[] = [];
    let last = "";
    let rest = "";
    let bytes = 0;
    get(url, { agent: false }, (response) => {
      response.setEncoding("utf8").on("data", (text: string) => {
        bytes += Buffer.byteLength(text);
        const blocks = (rest + text).split("\n\n");
        rest = blocks.pop() ?? "";
        for (const block of blocks) {
          const [, id, type] = /^id: (\d+)\nevent: (\S+)/u.exec(block) ?? [];
          if (id === undefined) continue;
          ids.push(Number(id));
          last = type ?? "";
        }
      });
      response.on("end", () => resolve({ ids, last, bytes })).on("error", reject);
    }).on("error", reject);
  });
}

function inOrder(ids: readonly number[]): boolean {
  return ids.every((id, index) => id === index);
}

/** Resident bytes, as Linux tells them. */
async function memoryOf(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, "utf8").catch(() => "");
  return Number(/^VmRSS:\s+(\d+) kB/mu.exec(status)?.[1] ?? 0) * 1024;
}
