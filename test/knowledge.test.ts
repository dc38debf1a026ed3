/** @file Knowledge bases by the real command: built, killed and built on, searched, served, and asked with documents only. */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { runCommand, startCommand } from "./fixtures/command-line.ts";
import { writeLakes } from "./fixtures/lakes.ts";
import { startLakesModel } from "./fixtures/lakes-model.ts";

let home = "";
let environment: Record<string, string> = {};
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "wideseek-kb-"));
  environment = { HOME: home, XDG_CACHE_HOME: join(home, "cache"), WIDESEEK_RUNS: join(home, "runs") };
});
afterAll(async () => {
  await rm(home, { recursive: true });
});

const run = (...args: string[]) => runCommand(args, { environment });

/** A file of passages as DPR has them, two of each page. */
async function writePsgs(pages: number): Promise<string> {
  const lines = ["id\ttext\ttitle"];
  for (let page = 0; page < pages; page += 1) {
    lines.push(`${2 * page + 1}\t"Village ${page} has a mill."\tVillage ${page}`);
    lines.push(`${2 * page + 2}\t"Its ""old"" church is of ${1000 + (page % 900)}."\tVillage ${page}`);
  }
  const file = join(home, `psgs-${pages}.tsv`);
  await writeFile(file, `${lines.join("\n")}\n`);
  return file;
}

describe("a corpus", () => {
  test("is built, searched and described", async () => {
    const file = await writePsgs(500);
    const directory = join(home, "small");

    const built = await run("kb", "build", directory, file);
    const found = await run("kb", "search", directory, "Village 77 church", "--limit", "2", "--json");
    const all = await run("kb", "search", directory, "mill", "--all", "--limit", "1000", "--json");
    const info = await run("kb", "info", directory);

    expect(built).toMatchObject({ code: 0, stdout: `${directory}\n` });
    expect(built.stderr).toMatch(/500 pages, 1,000 passages/);
    expect(JSON.parse(found.stdout.split("\n")[0]!)).toMatchObject({
      title: "Village 77",
      url: "https://en.wikipedia.org/wiki/Village_77",
    });
    expect(all.stdout.trim().split("\n")).toHaveLength(500);
    expect(info.stdout).toMatch(/state\s+ready[\s\S]*pages\s+500\n[\s\S]*passages\s+1,000\n/);
  }, 60_000);

  test("that is killed while it is built goes on with the same command, and has each page once", async () => {
    const file = await writePsgs(30_000);
    const directory = join(home, "killed");
    const running = startCommand(["kb", "build", directory, file], { environment });
    await running.until("Reading:");
    running.kill("SIGKILL");
    expect((await running.outcome).code).toBeNull();
    const broken = await run("kb", "search", directory, "mill");
    const manifest = z
      .object({ phase: z.string(), pageCount: z.number() })
      .parse(JSON.parse(await readFile(join(directory, "kb.json"), "utf8")));

    const again = await run("kb", "build", directory, file);
    const all = await run("kb", "search", directory, "mill", "--passages", "--limit", "10000", "--json");
    const info = await run("kb", "info", directory, "--json");

    expect(manifest).toMatchObject({ phase: "reading" });
    expect(broken).toMatchObject({ code: 2 });
    expect(broken.stderr).toMatch(/not built to the end/);
    expect(again.code).toBe(0);
    const ids = all.stdout.trim().split("\n");
    expect(new Set(ids).size).toBe(10_000);
    expect(JSON.parse(info.stdout)).toMatchObject({ pageCount: 30_000, commit: { passages: 60_000 } });
  }, 120_000);

  test("is served to a client of another language", async () => {
    const directory = join(home, "served");
    await run("kb", "build", directory, await writePsgs(50));
    const serving = startCommand(["kb", "serve", directory, "--port", "0"], { environment });
    const url = /POST (http:\S+)\/retrieve/.exec(await serving.until("/mcp"))?.[1] ?? "";

    const { stdout } = await promisify(execFile)("python3", ["-c", CLIENT, url]);
    serving.kill("SIGINT");

    expect(JSON.parse(stdout)).toEqual({
      contents: '"Village 7"\nVillage 7 has a mill.',
      page: 'Village 7 has a mill.\nIts "old" church is of 1007.',
      unknown: null,
    });
    expect((await serving.outcome).code).toBe(0);
  }, 60_000);

  test.each([
    [["kb", "build", "x", "/nowhere/at/all"], /cannot be read/],
    [["kb", "search", "/nowhere/at/all", "x"], /No knowledge base "\/nowhere\/at\/all"/],
    [["kb", "sea"], /Unknown command "kb sea"/],
    [["kb", "search", "seed", "x", "--where", "kind"], /--where "kind" is no field and value/],
    [["kb", "serve", "seed", "--host", "0.0.0.0"], /set a token/],
    [["ask", "x", "--kb", "http://127.0.0.1:1", "--no-web"], /which --no-web rules out/],
    [["ask", "x", "--web"], /SERPER_API_KEY/],
    [["ask", "x", "--allow-hosts", "example.org"], /add --web/],
  ])("what cannot work is said in one line: %j", async (args, message) => {
    const { code, stderr } = await run(...args);

    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});

const CLIENT = `
import json, sys, urllib.request
def post(path, body):
    request = urllib.request.Request(sys.argv[1] + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request))["result"]
hits = post("/retrieve", {"queries": ["Village 7 mill"], "topk": 1, "return_scores": True})
url = hits[0][0]["document"]["url"]
page, unknown = post("/access", {"urls": [url, "https://example.org/none"]})
print(json.dumps({"contents": hits[0][0]["document"]["contents"], "page": page["contents"], "unknown": unknown}))
`;

describe("documents of several kinds", () => {
  test("answer a question with quotes that name page, paragraph and cell, and no connection but the model's", async () => {
    const folder = join(home, "documents");
    await mkdir(folder);
    await writeLakes(folder);
    const model = await startLakesModel();
    const watch = join(home, "connections.txt");
    const preload = join(home, "watch.mjs");
    await cp(new URL("fixtures/watch-connections.mjs", import.meta.url), preload);

    const asked = await runCommand(
      [
        "ask",
        "List the lakes with their depth",
        "--columns",
        "Lake, Depth",
        "--kb",
        folder,
        "--no-web",
        "--model",
        "lakes",
        "--base-url",
        model.url,
        "--format",
        "json",
      ],
      { environment: { ...environment, NODE_OPTIONS: `--import ${preload}`, WATCHED: watch } },
    );
    await model.close();

    expect(asked.stderr).not.toMatch(/Error/);
    const { cells } = result.parse(JSON.parse(asked.stdout));
    const places = Object.fromEntries(
      cells.map(([name, depth]) => [name?.value, depth?.sources.map(({ place }) => place).join()]),
    );
    expect(places).toEqual({
      Arvo: "page 2",
      Belen: "paragraph 3",
      Corvin: expect.stringMatching(/^Depths!B\d$/),
    });
    const hosts = (await readFile(watch, "utf8")).trim().split("\n");
    expect(new Set(hosts)).toEqual(new Set([new URL(model.url).host]));
  }, 60_000);
});

const result = z.object({
  cells: z.array(
    z.array(z.object({ value: z.string(), sources: z.array(z.object({ place: z.string().optional() })) })),
  ),
});
