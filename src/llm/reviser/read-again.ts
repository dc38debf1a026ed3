/** @file What became of the sources that were read again: the text that the lead agent gets, and how it is read. */
import type { Claim } from "./revision-work.ts";

/** The tool that reads pages again. */
export const READ_AGAIN = "read_again";

/** `stated`: of the claims about the page, those that it still makes. */
export type Reread =
  | { readonly kind: "read"; readonly url: string; readonly stated: ReadonlySet<string> }
  | { readonly kind: "gone"; readonly url: string }
  | { readonly kind: "failed"; readonly url: string; readonly reason: string };

/** The claim as it stands in the text, on one line. */
export function writeClaim({ row, column, value }: Pick<Claim, "row" | "column" | "value">): string {
  return oneLine(`${row}, ${column}: ${value}`);
}

export function writeReread(reread: Reread, claims: readonly Claim[]): string {
  if (reread.kind === "gone") return `${GONE}${reread.url}`;
  if (reread.kind === "failed") return `${FAILED}${reread.url}\n  ${oneLine(reread.reason)}`;
  const lines = [...new Set(claims.map(writeClaim))];
  return [
    `${READ}${reread.url}`,
    ...lines.map((line) => `${reread.stated.has(line) ? STATED : UNSTATED}${line}`),
  ].join("\n");
}

export function readReread(text: string): readonly Reread[] {
  const rereads: Reread[] = [];
  let stated = new Set<string>();
  for (const line of text.split("\n")) {
    if (line.startsWith(READ)) {
      stated = new Set();
      rereads.push({ kind: "read", url: line.slice(READ.length), stated });
    } else if (line.startsWith(STATED)) stated.add(line.slice(STATED.length));
    else if (line.startsWith(GONE)) rereads.push({ kind: "gone", url: line.slice(GONE.length) });
    else if (line.startsWith(FAILED)) {
      rereads.push({ kind: "failed", url: line.slice(FAILED.length), reason: "" });
    }
  }
  return rereads;
}

const READ = "Read again: ";
const GONE = "There is no such page any more: ";
const FAILED = "Could not be read: ";
const STATED = "- still stated: ";
const UNSTATED = "- no longer stated: ";

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
