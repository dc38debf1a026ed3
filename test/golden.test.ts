import { execFile } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const FIXTURES = join(import.meta.dirname, "fixtures", "golden");

interface Outcome {
  readonly code: number;
  readonly output: string;
}

function golden(...files: readonly string[]): Promise<Outcome> {
  const script = join(import.meta.dirname, "..", "scripts", "golden.ts");
  return new Promise((resolve) => {
    execFile(process.execPath, ["--import", "tsx", script, ...files], (error, stdout) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, output: stdout });
    });
  });
}

test("the recorded vectors of the official scorer agree, every one", async () => {
  const files = ["columns", "dates", "whole"].map((name) => join(FIXTURES, `${name}.jsonl`));

  const { code, output } = await golden(...files);

  expect(output).toContain("columns.jsonl: agree 120 of 120");
  expect(output).toContain("dates.jsonl: agree 287 of 287");
  expect(output).toContain("whole.jsonl: agree 30 of 30");
  expect(code).toBe(0);
}, 60_000);

test("a whole evaluation that disagrees is listed and fails the command", async () => {
  const [line = ""] = (await readFile(join(FIXTURES, "whole.jsonl"), "utf8")).split("\n");
  const file = join(await mkdtemp(join(tmpdir(), "golden-")), "wrong.jsonl");
  await writeFile(file, line.replace(/"f1_by_item": [\d.]+/, '"f1_by_item": 2'));

  const { code, output } = await golden(file);

  expect(output).toContain("wrong.jsonl: agree 0 of 1");
  expect(output).toContain("disagrees: whole fuzz-");
  expect(code).toBe(1);
}, 60_000);
