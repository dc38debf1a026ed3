import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError } from "../core/errors.ts";
import { loadSeedTasks } from "./seed-tasks.ts";

const wide = {
  id: "wide-1",
  kind: "wide",
  split: "train",
  difficulty: 2,
  phrasings: [
    { language: "en", question: "List the Baltic countries with their capitals." },
    { language: "zh", question: "列出波罗的海国家及其首都。", columns: ["国家", "首都"] },
  ],
  columns: ["Country", "Capital"],
  uniqueColumns: ["Country"],
  gold: { columns: ["Country", "Capital"], rows: [["Estonia", "Tallinn"]] },
  pages: ["seed://country/estonia"],
};
const deep = {
  id: "deep-1",
  kind: "deep",
  split: "test",
  hops: 1,
  phrasings: [{ language: "en", question: "What is the capital of Estonia?" }],
  gold: ["Tallinn"],
};

let directory = "";
const fileOf = async (name: string, lines: readonly string[]): Promise<string> => {
  const file = join(directory, name);
  await writeFile(file, brotliCompressSync(Buffer.from(lines.join("\n"))));
  return file;
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "seed-tasks-"));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
});

describe("loadSeedTasks", () => {
  it("names columns, unique columns and gold in the language of the phrasing", async () => {
    const file = await fileOf("both.br", [JSON.stringify(wide), JSON.stringify(deep), ""]);
    const [task, ...others] = await loadSeedTasks({ file, language: "zh" });
    expect(others).toEqual([]);
    expect(task).toEqual({
      id: "wide-1",
      kind: "wide",
      language: "zh",
      question: "列出波罗的海国家及其首都。",
      columns: ["国家", "首都"],
      uniqueColumns: ["国家"],
      gold: { columns: ["国家", "首都"], rows: [["Estonia", "Tallinn"]] },
    });
  });

  it("filters by split, kind and difficulty", async () => {
    const file = await fileOf("filter.br", [JSON.stringify(wide), JSON.stringify(deep)]);
    const idsOf = async (filter: object): Promise<readonly string[]> =>
      (await loadSeedTasks({ file, ...filter })).map(({ id }) => id);
    expect(await idsOf({})).toEqual(["wide-1", "deep-1"]);
    expect(await idsOf({ split: "test" })).toEqual(["deep-1"]);
    expect(await idsOf({ kind: "wide" })).toEqual(["wide-1"]);
    expect(await idsOf({ difficulty: 1 })).toEqual(["deep-1"]);
  });

  it("takes the same phrasing for the same seed and varies it with the seed", async () => {
    const file = await fileOf("seed.br", [JSON.stringify(wide)]);
    const questionOf = async (seed: number): Promise<string> =>
      (await loadSeedTasks({ file, seed })).map(({ question }) => question).join("");
    const questions = await Promise.all(Array.from({ length: 12 }, (_, seed) => questionOf(seed)));
    expect(await questionOf(3)).toBe(questions[3]);
    expect(new Set(questions).size).toBe(2);
  });

  it("names file, line and field of what is not a task", async () => {
    const file = await fileOf("bad.br", [JSON.stringify(deep), JSON.stringify({ ...deep, hops: 4 })]);
    await expect(loadSeedTasks({ file })).rejects.toThrow(/bad\.br:2, field hops/);
    await expect(loadSeedTasks({ file })).rejects.toThrow(ConfigError);
    const ragged = { ...wide, gold: { columns: ["A", "B"], rows: [["only one"]] } };
    const raggedFile = await fileOf("ragged.br", [JSON.stringify(ragged)]);
    await expect(loadSeedTasks({ file: raggedFile })).rejects.toThrow(
      /ragged\.br:1, field gold\.rows: every row needs one cell per column/,
    );
    const broken = await fileOf("broken.br", ["{"]);
    await expect(loadSeedTasks({ file: broken })).rejects.toThrow(/broken\.br:1: not valid JSON/);
  });

  it("says how to build the file when there is none", async () => {
    await expect(loadSeedTasks({ file: join(directory, "none.br") })).rejects.toThrow(
      /npx tsx seed\/build\.ts/,
    );
    const plain = join(directory, "plain.br");
    await writeFile(plain, "not compressed");
    await expect(loadSeedTasks({ file: plain })).rejects.toThrow(/not a brotli-compressed file/);
  });

  it("reads the shipped file: enough wide test tasks and deep test questions in both languages", async () => {
    const test = await loadSeedTasks({ split: "test" });
    expect(test.filter(({ kind }) => kind === "wide").length).toBeGreaterThanOrEqual(250);
    expect(test.filter(({ kind }) => kind === "deep").length).toBeGreaterThanOrEqual(100);
    const chinese = await loadSeedTasks({ split: "test", language: "zh" });
    expect(chinese.length).toBe(test.length);
  });
});
