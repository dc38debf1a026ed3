import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeToyWorld } from "../../../test/fixtures/toy-world.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { loadTokenizer } from "../../llm/embedded/policy-directory.ts";
import { shippedTokenizer } from "../../llm/embedded/shipped-policy.ts";
import { type SftConfig, sftConfig } from "../config/sft-config.ts";
import { openTrainingRun } from "../run/training-run.ts";
import { openWorld, type World } from "../world.ts";
import { collectDemonstrations } from "./collect.ts";

const root = await mkdtemp(join(tmpdir(), "wideseek-collect-"));
let world: World;
let tokenizer: Tokenizer;
let files: { readonly pages: string; readonly tasks: string };

/** One table of the train split, about constellations that the pages of the toy world describe. */
const task = {
  id: "named",
  split: "train",
  kind: "wide",
  difficulty: 1,
  phrasings: [
    { language: "en", question: "Make a table of Cancer, Cygnus and Leo showing abbreviation and genitive." },
  ],
  columns: ["Constellation", "Abbreviation", "Genitive"],
  uniqueColumns: ["Constellation"],
  gold: {
    columns: ["Constellation", "Abbreviation", "Genitive"],
    rows: [
      ["Cancer", "Cnc", "Cancri"],
      ["Cygnus", "Cyg", "Cygni"],
      ["Leo", "Leo", "Leonis"],
    ],
  },
  pages: [],
};

beforeAll(async () => {
  const { pages } = await writeToyWorld(root);
  const tasks = join(root, "table.jsonl.br");
  await writeFile(tasks, await promisify(brotliCompress)(JSON.stringify(task)));
  files = { pages, tasks };
  world = await openWorld(configOf({}).world, { cacheDirectory: join(root, "cache") });
  tokenizer = (await loadTokenizer(shippedTokenizer)).tokenizer;
}, 60_000);
afterAll(async () => {
  await world.close();
  await rm(root, { recursive: true });
});

function configOf(changes: Partial<SftConfig>): SftConfig {
  return sftConfig.parse({ world: files, phrasings: 1, freePhrasings: 0, deepFromTables: 0, ...changes });
}

/** How many tasks were played, and the texts of what was kept. */
async function collected(directory: string, config: SftConfig) {
  const run = await openTrainingRun(join(root, directory), config);
  let of = 0;
  const demonstrations = await collectDemonstrations(config, run, {
    world,
    tokenizer,
    config: { contextLength: 1024 },
    onProgress: (progress) => {
      if (progress.kind === "demonstrations") of = progress.of;
    },
  });
  return { of, texts: demonstrations.map(({ tokens }) => tokenizer.decode([...tokens])) };
}

test("The teacher plays free phrasings and deep tasks from tables besides the tasks themselves", async () => {
  const plain = await collected("plain", configOf({ phrasings: 4 }));
  expect(plain.of).toBe(4);
  const more = await collected("more", configOf({ phrasings: 4, freePhrasings: 2, deepFromTables: 5 }));
  expect(more.of).toBe(4 + 2 + 5);
  expect(more.texts.length).toBeGreaterThan(plain.texts.length);
  const kept = await readFile(join(root, "more", "demonstrations.jsonl"), "utf8");
  expect(kept.trimEnd().split("\n")).toHaveLength(more.texts.length);
});
