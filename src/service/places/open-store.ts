/** @file Opens the place where runs are kept. */
import { randomInt } from "node:crypto";
import { directoryStore } from "../../run/directory-store.ts";
import type { RunStore } from "../../run/run-store.ts";
import { runsDirectory } from "./places.ts";

/** Easily read and typed: nothing that looks like something else. */
const LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
const SUFFIX_LENGTH = 4;

interface StorePlace {
  /** `--runs`. */
  readonly runs: string | undefined;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly onLoss?: (loss: string) => void;
}

export function openStore({ runs, variables, onLoss }: StorePlace): RunStore {
  return directoryStore({ directory: runsDirectory(runs, variables), makeSuffix, onLoss });
}

/** Tells apart what begins in the same second. */
export function makeSuffix(): string {
  return Array.from({ length: SUFFIX_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}
