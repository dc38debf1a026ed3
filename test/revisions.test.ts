/** @file The real commands that change a table that is there: repair, extend, refresh, choose, history; killed and gone on with. */

import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { directoryStore } from "../src/run/directory-store.ts";
import { runCommand, startCommand } from "./fixtures/command-line.ts";
import { startFactsModel } from "./fixtures/facts-model.ts";
import type { ModelServer } from "./fixtures/model-server.ts";
import { makeSeedCache } from "./fixtures/seed-cache.ts";

const MINUTE = 60_000;
const question = "Which countries are in South America? Give capital and currency.";

let cache = "";
let home = "";
const servers: ModelServer[] = [];

beforeAll(async () => {
  cache = await makeSeedCache();
  home = await mkdtemp(join(tmpdir(), "wideseek-revisions-home-"));
}, MINUTE);

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await Promise.all([cache, home].map((directory) => rm(directory, { recursive: true })));
});

/** A directory of runs with one in it, whose cells but the countries are missing. */
async function holedRun() {
  const runs = await mkdtemp(join(home, "runs-"));
  const environment = {
    HOME: home,
    XDG_CACHE_HOME: cache,
    WIDESEEK_RUNS: runs,
    WIDESEEK_MODEL: "demonstrator",
  };
  const command = (...args: readonly string[]) => runCommand(args, { environment });
  const asked = await command("ask", question, "--budget", "8-turns", "--quiet", "--format", "csv");
  expect(asked.stdout).toContain("\nPeru,,");
  const store = directoryStore({ directory: runs, makeSuffix: () => "x" });
  const [base = ""] = await store.names();
  return { runs, environment, command, store, base };
}

test(
  "a table is repaired, extended, refreshed and decided about, and each cell tells its history",
  async () => {
    const { runs, command, base } = await holedRun();

    const price = await command("repair", base, "--price");
    expect(price.stdout).toMatch(
      /^Repair \w{4}: 24 cells in 12 rows\nabout \S+ tokens \(.*\) · .* · from the 12 cells/,
    );
    expect(await readdir(runs)).toEqual([base]);

    const repaired = await command("repair", base, "--quiet", "--format", "csv");
    expect(repaired).toMatchObject({ code: 0, stderr: "" });
    expect(repaired.stdout).toContain("\nPeru,Lima,Peruvian sol");
    const again = await command("repair", "--cells", "missing");
    expect(again).toEqual({
      code: 0,
      stdout: "",
      stderr: "Nothing to repair: no cell is missing.\n",
    });

    const extended = await command("extend", "--column", "Population", "--rows", "Mexico", "--format", "csv");
    expect(extended.code).toBe(0);
    expect(extended.stdout).toContain('\nPeru,Lima,Peruvian sol,"32,600,200"');
    expect(extended.stdout).toMatch(/^Mexico,Mexico City,Mexican peso,"[\d,]+"/m);
    expect(extended.stderr).toMatch(/^Extend \w{4}: column Population; row Mexico · 15 cells in 13 rows$/m);
    expect(extended.stderr).toMatch(/^What changed since \w{4}:\n {2}new: 16 cells in 13 rows$/m);

    const refreshed = await command("refresh", "--column", "Population");
    expect(refreshed.stderr).toMatch(/^Nothing changed since \w{4}\.$/m);
    expect(refreshed.stderr).toContain(" 0 tokens ");

    const chosen = await command("choose", "--row", "peru", "--column", "capital", "--value", "Cusco");
    expect(chosen.stdout).toBe(
      "Peru, Capital: Lima → Cusco (supported → unsupported)\n" +
        "  was “The capital of Peru is Lima.” seed://country/peru\n  typed by the user\n",
    );
    const shown = await command("show");
    expect(shown.stdout).toMatch(/^Changed since \w{4}:\n {2}Peru, Capital: Lima → Cusco/m);
    expect(shown.stdout).toMatch(/Peru.*Cusco°/);
    // nothing is left to do, and the table is printed as it stands
    expect((await command("resume")).stdout).toMatch(/Peru.*Cusco °/);
    const history = await command("history", "--row", "Peru", "--column", "Capital");
    expect(history.stdout).toMatch(/ Lima \(supported\) by repair \w{4}\n +lead\.\d+, demonstrator, /);
    expect(history.stdout).toMatch(/ Cusco \(unsupported, in place of Lima\) by the user's choice in /);
  },
  5 * MINUTE,
);

test(
  "a revision that is killed goes on to the same table, and asks nothing twice",
  async () => {
    const { environment, command, store, base } = await holedRun();
    let isSilent = true;
    const server = await startFactsModel({
      fact: (name, field) => (field === "Capital" && name === "Peru" ? "Lima" : `${field} of ${name}`),
      hold: (call) => (isSilent && call >= 4 ? new Promise(() => undefined) : undefined),
    });
    servers.push(server);
    const args = ["repair", base, "--model", "facts", "--base-url", server.url, "--format", "csv"];
    const repairing = startCommand(args, { environment });
    await repairing.until("lead.1 calls search");
    repairing.kill("SIGKILL");
    expect((await repairing.outcome).code).toBeNull();
    const [killed = ""] = (await store.names()).filter((name) => name !== base);
    expect(await store.open(killed)).toMatchObject({ config: { revision: { base } }, result: undefined });
    const before = (await store.open(killed)).events.filter(({ type }) => type === "sample-end").length;
    const asked = server.requests.length;
    isSilent = false;

    const resumed = await command("resume", killed, "--format", "csv");

    expect(resumed.stderr).toMatch(/^Going on with \S+: \d+ model calls? and \d+ tool calls? are done\.$/m);
    expect(resumed.stdout).toContain("\nPeru,Lima,Currency of Peru");
    const samples = (await store.open(killed)).events.filter(({ type }) => type === "sample-end");
    const own = samples.filter((event) => event.type === "sample-end" && event.agent !== "lead").length;
    const first = before - 1;
    expect(server.requests.length - asked).toBe(own - first);

    const unkilled = await command(...args, "--quiet");
    expect(resumed.stdout).toBe(unkilled.stdout);
  },
  5 * MINUTE,
);

describe("what cannot be revised", () => {
  test(
    "is one line that says why",
    async () => {
      const { command, base } = await holedRun();
      const faults: readonly (readonly [readonly string[], RegExp])[] = [
        [["repair", "nope"], /^wideseek: No run is named "nope"\. "wideseek runs" lists them\.\n$/],
        [["repair", base, "--rows", "Atlantis"], /^wideseek: The table has no row "Atlantis"\. Rows: .*\n$/],
        [["extend", base], /^wideseek: Say what to extend the table by: .*\n$/],
        [
          ["choose", base, "--row", "Peru", "--column", "Area", "--value", "1"],
          /^wideseek: The table has no column "Area"\. .*\n$/,
        ],
        [["split", base, "--row", "Peru"], /^wideseek: The row "Peru" was not made of several: .*\n$/],
      ];
      for (const [args, message] of faults) {
        const { code, stdout, stderr } = await command(...args);
        expect(stderr).toMatch(message);
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      }
    },
    3 * MINUTE,
  );
});
