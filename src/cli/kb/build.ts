/** @file `wideseek kb build`: a knowledge base in a directory, from a corpus or documents. */
import { basename, resolve } from "node:path";
import { z } from "zod";
import { openEmbedder } from "../../kb/embedding/open-embedder.ts";
import { buildStore } from "../../kb/store/build.ts";
import { chooseSource } from "../../kb/store/choose-source.ts";
import type { Manifest } from "../../kb/store/manifest.ts";
import { count, writeTime } from "../../tui/amounts.ts";
import { readFlags, text } from "../arguments/flags.ts";
import type { Environment } from "../environment.ts";
import { quote } from "../eval/request.ts";
import { EXIT } from "../exit-code.ts";
import { listenForInterruption } from "../interruption.ts";
import { paletteOf } from "../look.ts";
import { openBuildDisplay } from "./build-display.ts";

const flagsSchema = z.object({
  format: text.optional(),
  name: text.optional(),
  embedding: text.optional(),
  embeddingModel: text.optional(),
  quiet: z.boolean().default(false),
  color: z.boolean().default(true),
});

/** Gives the exit code. Throws `ConfigError` for what cannot work; what was committed before stays. */
export async function buildKnowledgeBase(
  directory: string,
  given: string,
  typed: unknown,
  environment: Environment,
): Promise<number> {
  const flags = readFlags(flagsSchema, typed);
  const source = await chooseSource(given, flags.format);
  const display = openBuildDisplay(flags, environment);
  const again = `wideseek kb build ${quote(directory)} ${quote(given)}`;
  const interruption = listenForInterruption(
    () => display.say("Stopping; what is read is kept. Press Ctrl-C again to quit at once."),
    () => display.stop(),
  );
  const embedder =
    flags.embedding === undefined
      ? undefined
      : await openEmbedder({
          at: flags.embedding,
          model: flags.embeddingModel,
          apiKey: environment.variables["WIDESEEK_EMBEDDING_KEY"],
        });
  const { accent } = paletteOf(environment.stderr, flags.color);
  const beganAt = performance.now();
  try {
    const manifest = await buildStore(resolve(directory), {
      source,
      name: flags.name ?? basename(resolve(directory)),
      embedder,
      onProgress: display.progress,
      signal: interruption.signal,
    });
    display.stop();
    if (!flags.quiet) {
      for (const line of closing(manifest, performance.now() - beganAt)) display.say(line);
      display.say(`Use       ${accent(`wideseek ask "…" --kb ${quote(directory)}`)}`);
    }
    environment.stdout.write(`${resolve(directory)}\n`);
    return EXIT.answered;
  } catch (error) {
    const { signal, exitCode = EXIT.interrupted } = interruption;
    if (!(signal.aborted && error === signal.reason)) throw error;
    display.stop();
    display.say(`Continue  ${accent(again)}`);
    return exitCode;
  } finally {
    display.stop();
    interruption.release();
    await embedder?.close();
  }
}

const MOST_SKIPPED = 10;

function closing({ source, pageCount, passageCount = 0 }: Manifest, elapsedMs: number): readonly string[] {
  const held = `${count(pageCount, "page")}, ${count(passageCount, "passage")}, ${writeTime(elapsedMs)}`;
  return [held, ...skippedLines(source)];
}

/** The files that could not be read, and why. */
export function skippedLines(source: Manifest["source"]): readonly string[] {
  if (source.kind !== "documents") return [];
  const unread = Object.values(source.files).flatMap(({ skipped: why }) =>
    why === undefined ? [] : [`  ${why}`],
  );
  const skipped = [...unread, ...source.skipped.map(({ path, why }) => `  ${path}: ${why}`)];
  if (skipped.length === 0) return [];
  const more = skipped.length > MOST_SKIPPED ? [`  … and ${skipped.length - MOST_SKIPPED} more`] : [];
  return [`${count(skipped.length, "file")} could not be read:`, ...skipped.slice(0, MOST_SKIPPED), ...more];
}
