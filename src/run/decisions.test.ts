import { appendFile, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ConfigError } from "../core/errors.ts";
import type { Decision } from "../core/revision.ts";
import { appendDecision, DECISIONS_FILE, readDecisions } from "./decisions.ts";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "wideseek-decisions-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

const chosen: Decision = {
  at: "2026-11-26T01:00:00.000Z",
  kind: "choose",
  row: "Peru",
  column: "Capital",
  value: "Lima",
  url: "seed://country/peru",
};
const split: Decision = { at: "2026-11-26T01:01:00.000Z", kind: "split", row: "Côte d'Ivoire" };
const file = () => join(directory, DECISIONS_FILE);

describe("decisions about a run", () => {
  test("read back in the order in which they were made", async () => {
    expect(await readDecisions(directory)).toEqual([]);

    await appendDecision(directory, chosen);
    await appendDecision(directory, split);

    expect(await readDecisions(directory)).toEqual([chosen, split]);
  });

  test("lose a last line that was cut off, and go on without it", async () => {
    await appendDecision(directory, chosen);
    await appendFile(file(), '{"at":"2026-11-26T01:00:30.000Z","kind":"cho');

    expect(await readDecisions(directory)).toEqual([chosen]);
    await appendDecision(directory, split);

    expect(await readDecisions(directory)).toEqual([chosen, split]);
    expect((await readFile(file(), "utf8")).split("\n")).toHaveLength(3);
  });

  test("name the file and the line that is damaged before the last", async () => {
    await writeFile(file(), `${JSON.stringify(chosen)}\noops\n${JSON.stringify(split)}\n`);

    await expect(readDecisions(directory)).rejects.toThrow(ConfigError);
    await expect(readDecisions(directory)).rejects.toThrow(
      /decisions\.jsonl, line 2: the line is no decision/,
    );
  });

  test("are not half there where the disk is full", async () => {
    await symlink("/dev/full", file());

    await expect(appendDecision(directory, chosen)).rejects.toMatchObject({ code: "ENOSPC" });
  });
});
