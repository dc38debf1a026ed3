/** @file The trained policy of the package through the real command, with the demonstrator as its stand-in. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CommandOptions, runCommand } from "./fixtures/command-line.ts";
import { makeSeedCache } from "./fixtures/seed-cache.ts";

const MINUTE = 60_000;

let cache = "";
let home = "";
let environment: CommandOptions["environment"] = {};

beforeAll(async () => {
  cache = await makeSeedCache();
  home = await mkdtemp(join(tmpdir(), "wideseek-home-"));
  environment = { HOME: home, XDG_CACHE_HOME: cache, WIDESEEK_RUNS: join(home, "runs") };
}, MINUTE);

afterAll(() => Promise.all([cache, home].map((directory) => rm(directory, { recursive: true }))));

describe("the policy on board", () => {
  test(
    "is helped by the demonstrator, and says so",
    async () => {
      const { code, stdout, stderr } = await runCommand(
        ["ask", "列出所有大洋洲国家及其首都。", "--model", "seed-policy"],
        { environment },
      );

      expect(stdout).toMatch(/^\| Fiji\[\^\d+\] \| Suva\[\^\d+\] \|$/m);
      expect(stderr).toContain("] lead is taken over by the demonstrator: the policy reads English only\n");
      expect(stderr).toMatch(
        /^The demonstrator took over: the policy reads English only \(lead agent, \d+ subagents\)\.$/m,
      );
      expect(code).toBe(0);
    },
    MINUTE,
  );

  test(
    "says in one line what can be asked where a question is outside its world",
    async () => {
      const { code, stdout } = await runCommand(
        ["ask", "Who won the 2022 World Cup?", "--model", "seed-policy", "--quiet"],
        { environment },
      );

      expect(stdout).toMatch(/^[^\n]*countries, [^\n]* connect a model with --model\.\n$/);
      expect(code).toBe(1);
    },
    MINUTE,
  );
});
