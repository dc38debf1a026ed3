import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { ConfigError } from "../core/errors.ts";
import type { BuildProgress } from "./lance/build.ts";
import { openSeedKnowledgeBase } from "./seed.ts";

const root = mkdtempSync(join(tmpdir(), "seed-"));
afterAll(() => rmSync(root, { recursive: true }));

const pagesFile = writePages("pages", 3_000);
let cacheDirectory: string;
beforeEach(() => {
  cacheDirectory = mkdtempSync(join(root, "cache-"));
});

function writePages(name: string, count: number): string {
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      url: `seed://village/${name}-${index}`,
      title: `Village ${index}`,
      text: `Village ${index} has a mill. `.repeat(8),
      kind: "village",
      ...(index % 2 === 0 && { split: "train" }),
    }),
  );
  const file = join(root, `${name}.jsonl.br`);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 1 };
  writeFileSync(file, brotliCompressSync(`${lines.join("\n")}\n`, { params }));
  return file;
}

const indexesIn = (directory: string) => readdirSync(directory).toSorted();

function theIndex(): string {
  const [name, ...others] = indexesIn(cacheDirectory);
  expect(others).toEqual([]);
  return join(cacheDirectory, name!);
}

/** Opens, searches and closes; says whether an index was built for it. */
async function openOnce(file = pagesFile): Promise<"built" | "found"> {
  let built = false;
  const knowledgeBase = await openSeedKnowledgeBase({
    cacheDirectory,
    pagesFile: file,
    onProgress: () => {
      built = true;
    },
  });
  const found = await knowledgeBase.search({ query: "Village 42", limit: 1 });
  expect(found[0]?.title).toBe("Village 42");
  await knowledgeBase.close();
  return built ? "built" : "found";
}

function filesOf(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile());
}

/** Another process that opens the same cache. It ends by itself once it has closed the knowledge base. */
function openInProcess(shell = 'exec "$0" "$@"'): ChildProcess {
  const seed = fileURLToPath(new URL("./seed.ts", import.meta.url));
  const script = `
    import(${JSON.stringify(seed)}).then(async ({ openSeedKnowledgeBase }) => {
      const options = ${JSON.stringify({ cacheDirectory, pagesFile })};
      const onProgress = ({ phase, done }) => console.log(phase, done);
      const knowledgeBase = await openSeedKnowledgeBase({ ...options, onProgress });
      console.log((await knowledgeBase.search({ query: "Village 42", limit: 1 }))[0].title);
      await knowledgeBase.close();
    }).catch((error) => { console.error(error.name + ": " + error.message); process.exitCode = 2; });`;
  return spawn("sh", ["-c", shell, process.execPath, "--import", "tsx", "-e", script]);
}

async function outputOf(child: ChildProcess) {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (data) => (stdout += data));
  child.stderr?.on("data", (data) => (stderr += data));
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}

describe("the seed knowledge base", () => {
  test("it is built with progress when first opened, and only opened from then on", async () => {
    const progress: BuildProgress[] = [];
    const knowledgeBase = await openSeedKnowledgeBase({
      cacheDirectory: join(cacheDirectory, "made", "when", "absent"),
      pagesFile,
      onProgress: (step) => progress.push(step),
    });
    const page = await knowledgeBase.access("seed://village/pages-7");
    await knowledgeBase.close();

    expect(knowledgeBase).toMatchObject({ name: "seed", pageCount: 3_000 });
    expect(page?.text).toBe("Village 7 has a mill. ".repeat(8));
    expect(progress.at(0)).toEqual({ phase: "pages", done: 1_000, total: 3_000 });
    expect(progress).toContainEqual({ phase: "pages", done: 3_000, total: 3_000 });
    expect(progress.at(-1)).toEqual({ phase: "indexes", done: 9, total: 9 });
    expect(await openOnce()).toBe("built");
    expect(await openOnce()).toBe("found");
  });

  test("other pages get an index of their own, and one that nobody used for a week is removed", async () => {
    await openOnce();
    const old = theIndex();
    const lastWeek = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000);

    await openOnce(writePages("more", 3_001));
    expect(existsSync(old)).toBe(true);
    utimesSync(join(old, "manifest.json"), lastWeek, lastWeek);
    await openOnce(writePages("others", 3_002));

    expect(existsSync(old)).toBe(false);
    expect(indexesIn(cacheDirectory)).toHaveLength(2);
  });

  test("two openings at once both work, and leave one index", async () => {
    await Promise.all([openOnce(), openOnce()]);

    expect(await openOnce()).toBe("found");
    theIndex();
  });

  test("a build that is killed leaves nothing broken, and the next build removes what it left", async () => {
    const child = openInProcess();
    await once(child.stdout!, "data");
    child.kill("SIGKILL");
    await once(child, "close");
    expect(indexesIn(cacheDirectory)).toEqual([expect.stringMatching(/^\.seed-\d+-/)]);

    expect(await openOnce()).toBe("built");

    theIndex();
  });

  test("a process ends by itself after closing, with nothing said on stderr", async () => {
    const { code, stdout, stderr } = await outputOf(openInProcess());

    expect(stderr).toBe("");
    expect(stdout).toMatch(/Village 42\n$/);
    expect(code).toBe(0);
  });

  test("an aborted build throws the signal's reason and leaves nothing", async () => {
    const controller = new AbortController();
    const reason = new Error("enough");

    const opening = openSeedKnowledgeBase({
      cacheDirectory,
      pagesFile,
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    });

    await expect(opening).rejects.toBe(reason);
    expect(indexesIn(cacheDirectory)).toEqual([]);
  });
});

describe("a damaged index is built anew", () => {
  const damages: Record<string, (index: string) => void> = {
    "a file is cut short": (index) =>
      truncateSync(filesOf(index).find((path) => path.endsWith(".lance"))!, 10),
    "a file is missing": (index) => rmSync(filesOf(index).find((path) => path.endsWith(".manifest"))!),
    "every file but the manifest holds noise of the same length": (index) => {
      for (const path of filesOf(index).filter((name) => !name.endsWith("manifest.json"))) {
        writeFileSync(path, Buffer.alloc(statSync(path).size, 0xa5));
      }
    },
    "the word index holds noise of the same length": (index) => {
      for (const path of filesOf(index).filter((name) => name.includes("_indices"))) {
        writeFileSync(path, Buffer.alloc(statSync(path).size, 0x5a));
      }
    },
    "the manifest is no JSON": (index) => writeFileSync(join(index, "manifest.json"), "{"),
    "the manifest is missing": (index) => rmSync(join(index, "manifest.json")),
    "a file stands in its place": (index) => {
      rmSync(index, { recursive: true });
      writeFileSync(index, "not an index");
    },
  };

  test.each(Object.entries(damages))("%s", async (_, damage) => {
    await openOnce();
    damage(theIndex());

    expect(await openOnce()).toBe("built");
    expect(await openOnce()).toBe("found");
    theIndex();
  });
});

describe("what stops it is one clear line", () => {
  async function refusal(options: { cacheDirectory: string; pagesFile: string }): Promise<string> {
    const error = await openSeedKnowledgeBase(options).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ConfigError);
    const message = error instanceof Error ? error.message : "";
    expect(message).not.toContain("\n");
    expect(message.length).toBeLessThan(400);
    return message;
  }

  test("a cache directory that cannot be made", async () => {
    writeFileSync(join(cacheDirectory, "file"), "");
    const inFile = join(cacheDirectory, "file", "cache");

    expect(await refusal({ cacheDirectory: inFile, pagesFile })).toBe(
      `The cache directory ${inFile} cannot be used (ENOTDIR). Make it writable or choose another.`,
    );
  });

  test("a cache directory that is a file", async () => {
    const file = join(cacheDirectory, "file");
    writeFileSync(file, "");

    expect(await refusal({ cacheDirectory: file, pagesFile })).toContain(`${file} cannot be used (ENOTDIR)`);
  });

  test.skipIf(process.platform === "win32")("a disk that takes no more", async () => {
    // a limit on file sizes stands in for the full disk: the engine meets the same kind of error
    const { code, stderr } = await outputOf(openInProcess(`trap '' XFSZ; ulimit -f 40; exec "$0" "$@"`));

    expect(stderr).toMatch(/^ConfigError: The search index cannot be written in \S+: .*\n$/);
    expect(code).toBe(2);
    expect(indexesIn(cacheDirectory)).toEqual([]);
  });

  test("a package without its pages", async () => {
    const absent = join(root, "absent.jsonl.br");

    expect(await refusal({ cacheDirectory, pagesFile: absent })).toContain(`${absent} cannot be read`);
  });

  test.each([
    ["no-brotli", Buffer.from("plain text")],
    ["no-json", brotliCompressSync("{")],
    ["no-pages", brotliCompressSync('{"url":"seed://a/b"}\n')],
  ])("pages that are damaged: %s", async (name, content) => {
    const damaged = join(root, `${name}.jsonl.br`);
    writeFileSync(damaged, content);

    expect(await refusal({ cacheDirectory, pagesFile: damaged })).toContain(`${damaged} are damaged`);
    expect(indexesIn(cacheDirectory)).toEqual([]);
  });

  test("two pages with one URL", async () => {
    const doubled = join(root, "doubled.jsonl.br");
    writeFileSync(doubled, brotliCompressSync('{"url":"seed://a/b","title":"A","text":""}\n'.repeat(2)));

    expect(await refusal({ cacheDirectory, pagesFile: doubled })).toContain(
      "Two pages have the URL seed://a/b",
    );
  });

  test("an engine that cannot be loaded", async () => {
    vi.resetModules();
    vi.doMock("@lancedb/lancedb", () => {
      throw new Error("Cannot find module '@lancedb/lancedb-plan9-mips'");
    });
    const { openSeedKnowledgeBase: open } = await import("./seed.ts");

    const error = await open({ cacheDirectory, pagesFile }).catch((thrown: unknown) => thrown);
    vi.doUnmock("@lancedb/lancedb");

    expect(error).toMatchObject({ name: "ConfigError" });
    expect(`${error}`).toMatch(
      /^ConfigError: The search index needs @lancedb\/lancedb, which cannot be loaded on /,
    );
    expect(`${error}`).not.toContain("\n");
  });
});
