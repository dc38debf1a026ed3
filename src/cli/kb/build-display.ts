/** @file What a person sees on stderr while a knowledge base is built. */
import type { StoreProgress } from "../../kb/store/source.ts";
import { type StoreView, storeLine, storeText } from "../../tui/store-lines.ts";
import type { Environment } from "../environment.ts";
import { paletteOf } from "../look.ts";
import { openPicture, type Picture } from "../progress/picture.ts";

export interface BuildDisplay extends Picture {
  readonly progress: (progress: StoreProgress) => void;
}

const LINE_EACH_MS = 10_000;

/** A bar in a terminal, a line each ten seconds elsewhere, nothing if quiet. */
export function openBuildDisplay(
  { quiet, color }: { readonly quiet: boolean; readonly color: boolean },
  { stderr, variables }: Environment,
): BuildDisplay {
  let view: (StoreView & { readonly at: number }) | undefined;
  const advance = (progress: StoreProgress): StoreView => {
    const now = performance.now();
    const isNew = view?.progress.phase !== progress.phase;
    const first = isNew || view === undefined ? progress : view.first;
    const at = isNew || view === undefined ? now : view.at;
    view = { progress, first, at, elapsedMs: now - at };
    return view;
  };
  const say = (line: string) => {
    stderr.write(`${line}\n`);
  };
  if (quiet) return { progress: () => undefined, say, stop: () => undefined };
  if (stderr.isTTY && variables["TERM"] !== "dumb") {
    const palette = paletteOf(stderr, color);
    const picture = openPicture(stderr, (columns) => view && [storeLine(view, columns, palette)]);
    return { ...picture, progress: advance };
  }
  let saidAt = -Infinity;
  return {
    say,
    stop: () => undefined,
    progress: (progress) => {
      const before = view?.progress.phase;
      const now = advance(progress);
      if (before === progress.phase && performance.now() - saidAt < LINE_EACH_MS) return;
      saidAt = performance.now();
      say(`${progress.phase === "reading" ? "Reading" : "Indexing"}: ${storeText(now)}`);
    },
  };
}
