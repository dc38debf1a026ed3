import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { readRlConfig, readSftConfig } from "./read-config.ts";

const directory = await mkdtemp(join(tmpdir(), "wideseek-config-"));
afterAll(() => rm(directory, { recursive: true }));

const file = join(directory, "config.json");
await mkdir(join(directory, "policy"));

describe("a config", () => {
  test("has every default, and its paths beside the file", async () => {
    await writeFile(file, '{ "from": "policy", "adam": { "learningRate": 1e-3 } }');
    const config = await readRlConfig(file);
    expect(config).toMatchObject({ from: join(directory, "policy"), groupSize: 8, clip: { high: 1.28 } });
    expect(config.adam).toMatchObject({ learningRate: 1e-3, beta1: 0.9 });
  });

  test("without paths begins anew on the seed corpus", async () => {
    await writeFile(file, "{}");
    expect(await readSftConfig(file)).toMatchObject({
      from: undefined,
      world: { pages: undefined, maxRows: 12 },
      model: { hiddenSize: 128 },
    });
  });
});

describe("what is wrong in a config is named", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      "an unknown key",
      '{ "from": "policy", "stps": 3 }',
      "there is no stps; possible here: seed, from, world, width",
    ],
    [
      "an unknown key inside",
      '{ "from": "policy", "clip": { "hihg": 2 } }',
      "there is no clip.hihg; possible here: low, high, dual",
    ],
    [
      "a wrong type",
      '{ "from": "policy", "steps": "3" }',
      "steps: Invalid input: expected number, received string",
    ],
    ["a value that cannot be", '{ "from": "policy", "groupSize": 1 }', "groupSize: Too small"],
    [
      "values that do not fit",
      '{ "from": "policy", "reward": { "lengthPenaltyStart": 9000 } }',
      "reward: lengthPenaltyEnd must be greater than lengthPenaltyStart",
    ],
    ["a key that is missing", "{}", "from: Invalid input: expected string"],
    ["a path where there is nothing", '{ "from": "elsewhere" }', "from: "],
    ["a file that is no JSON", "{ from", "not JSON"],
  ];

  test.each(cases)("%s", async (_, text, message) => {
    await writeFile(file, text);
    const reading = readRlConfig(file);
    await expect(reading).rejects.toThrow(ConfigError);
    await expect(reading).rejects.toThrow(`${file}: ${message}`);
  });

  test("a file that is not there", async () => {
    await expect(readRlConfig(join(directory, "none.json"))).rejects.toThrow("there is no such file");
  });
});
