/** @file `wideseek kb info`: what a knowledge base holds. */
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { type Manifest, readManifest } from "../../kb/store/manifest.ts";
import { openNamed } from "../../service/knowledge/open-named.ts";
import { count } from "../../tui/amounts.ts";
import { flag, readFlags } from "../arguments/flags.ts";
import type { Environment } from "../environment.ts";
import { EXIT } from "../exit-code.ts";
import { paletteOf } from "../look.ts";
import { skippedLines } from "./build.ts";

const flagsSchema = z.object({ json: flag, color: z.boolean().default(true) });

/** Gives the exit code. Throws `ConfigError` where there is no such knowledge base. */
export async function describeKnowledgeBase(
  name: string,
  typed: unknown,
  environment: Environment,
): Promise<number> {
  const { json, color } = readFlags(flagsSchema, typed);
  const { stdout, variables } = environment;
  if (name === "seed") {
    const seed = await openNamed(name, { variables });
    await seed.close();
    stdout.write(
      json
        ? `${JSON.stringify({ name, pageCount: seed.pageCount })}\n`
        : `seed: ${count(seed.pageCount ?? 0, "page")}\n`,
    );
    return EXIT.answered;
  }
  const directory = resolve(name);
  const manifest = await readManifest(directory);
  if (manifest === undefined) {
    throw new ConfigError(`${name} holds no knowledge base. Build one: wideseek kb build ${name} <source>`);
  }
  const bytes = await sizeOf(directory);
  if (json) {
    stdout.write(`${JSON.stringify({ ...manifest, bytes })}\n`);
    return EXIT.answered;
  }
  const { dim } = paletteOf(stdout, color);
  for (const [label, value] of rows(manifest, bytes)) stdout.write(`${dim(label.padEnd(12))}${value}\n`);
  for (const line of skippedLines(manifest.source)) stdout.write(`${line}\n`);
  return EXIT.answered;
}

function rows(manifest: Manifest, bytes: number): readonly (readonly [string, string])[] {
  const { name, source, pageCount, passageCount, embedding, phase, isSearchable, updatedAt } = manifest;
  const from =
    source.kind === "corpus"
      ? `${source.path} (${source.corpus})`
      : `${source.root} (${count(Object.keys(source.files).length, "document")})`;
  const state =
    phase === "ready" ? "ready" : `not built to the end${isSearchable ? ", can be searched" : ""}`;
  return [
    ["name", name],
    ["state", state],
    ["from", from],
    ["pages", pageCount.toLocaleString("en-US")],
    ["passages", passageCount?.toLocaleString("en-US") ?? "not counted yet"],
    ["size", `${(bytes / 1e6).toFixed(1)} MB`],
    ["search", embedding === undefined ? "bm25" : `bm25, dense, hybrid (${embedding.model})`],
    ["updated", updatedAt],
  ];
}

async function sizeOf(directory: string): Promise<number> {
  const names = await readdir(directory, { recursive: true });
  const sizes = await Promise.all(names.map((name) => stat(join(directory, name))));
  return sizes.filter((one) => one.isFile()).reduce((sum, { size }) => sum + size, 0);
}
