/** @file How far a revision is: what is to be read, listed and asked next, and the table of what was found. */
import type { Table } from "../../core/table.ts";
import { normaliseText } from "../../table/normalise.ts";
import { type Reread, readReread, writeClaim } from "./read-again.ts";
import { type FoundFacts, readFacts, readItems } from "./read-report.ts";
import { type Claim, listedRow, type RevisionWork, urlsOf, type WantedRow } from "./revision-work.ts";
import { askedFacts, factsSubtasks, listSubtask, writtenColumn, writtenName } from "./subtasks.ts";

/** What has come back so far. */
export interface RevisionNotes {
  readonly delegated: readonly { readonly subtask: string; readonly report: string }[];
  /** Results of reading pages again. */
  readonly rereads: readonly string[];
}

export type RevisionStep =
  | { readonly kind: "read again"; readonly urls: readonly string[] }
  | { readonly kind: "delegate"; readonly subtasks: readonly string[] }
  | { readonly kind: "done" };

/** The same notes always give the same step. `width`: subtasks of one call; a step may have more than that. */
export function nextStep(work: RevisionWork, notes: RevisionNotes, width: number): RevisionStep {
  const read = new Set(rereadsOf(notes).map(({ url }) => url));
  const urls = urlsOf(work.claims).filter((url) => !read.has(url));
  if (urls.length > 0) return { kind: "read again", urls };
  if (work.moreRows !== undefined && !isListed(work.moreRows, notes)) {
    return { kind: "delegate", subtasks: [listSubtask(work.moreRows)] };
  }
  const asked = askedCells(notes);
  const pending = wantedRows(work, notes).flatMap((row): readonly WantedRow[] => {
    const columns = row.columns.filter((column) => !asked.has(cellName(row, column)));
    return columns.length === 0 ? [] : [{ ...row, columns }];
  });
  const subtasks = factsSubtasks(pending, width, work);
  return subtasks.length > 0 ? { kind: "delegate", subtasks } : { kind: "done" };
}

function isListed(things: string, { delegated }: RevisionNotes): boolean {
  return delegated.some(({ subtask }) => subtask === listSubtask(things));
}

/** The cells that were asked for, whether or not they were found. */
function askedCells({ delegated }: RevisionNotes): ReadonlySet<string> {
  return new Set(
    delegated.flatMap(({ subtask }) => {
      const { names = [], columns = [] } = askedFacts(subtask) ?? {};
      return names.flatMap((name) => columns.map((column) => `${name}\n${column}`));
    }),
  );
}

function cellName({ names }: WantedRow, column: string): string {
  return `${writtenName(names)}\n${writtenColumn(column)}`;
}

/**
 * The rows and columns that were looked for, as far as they were found; an empty cell was not. Of sources that were read again, the
 * values that still stand are in it, and those of which nobody knows.
 */
export function foundTable(work: RevisionWork, notes: RevisionNotes): Table {
  const found = factsFound(work, notes);
  const kept = keptValues(work, notes);
  const wanted = wantedRows(work, notes);
  const rows = [...new Map([...kept.rows, ...wanted].map((row) => [row.key, row])).values()];
  const columns = distinct([
    ...kept.columns,
    ...wanted.flatMap((row) => row.columns),
    ...(rows.length === 0 ? work.otherColumns : []),
  ]).filter((column) => !work.uniqueColumns.includes(column));
  return {
    columns: [...work.uniqueColumns, ...columns],
    rows: rows.map((row) => [
      ...work.uniqueColumns.map(
        (column, index) => row.names[index] || (found.get(row.key)?.get(column) ?? ""),
      ),
      ...columns.map((column) => found.get(row.key)?.get(column) ?? kept.value(row.key, column) ?? ""),
    ]),
  };
}

/** Pages of which it is known what became of them. */
export function rereadUrls(notes: RevisionNotes): ReadonlySet<string> {
  return new Set(rereadsOf(notes).flatMap(({ kind, url }) => (kind === "failed" ? [] : [url])));
}

function rereadsOf({ rereads }: RevisionNotes): readonly Reread[] {
  return rereads.flatMap(readReread);
}

/** A row may stand here twice, with other columns each time. */
function wantedRows(work: RevisionWork, notes: RevisionNotes): readonly WantedRow[] {
  const rows = [...work.rows, ...listedRows(work, notes), ...lostRows(work, notes)];
  return [...new Map(rows.map((row) => [`${row.key}\n${row.columns.join("\n")}`, row])).values()];
}

function factsFound(work: RevisionWork, notes: RevisionNotes): FoundFacts {
  const wanted = wantedRows(work, notes);
  const rowByName = new Map(wanted.map((row) => [writtenName(row.names), row]));
  const columnByName = new Map(
    wanted.flatMap((row) => row.columns.map((column) => [writtenColumn(column), column] as const)),
  );
  const found = new Map<string, Map<string, string>>();
  for (const { subtask, report } of notes.delegated) {
    const asked = askedFacts(subtask);
    if (asked === undefined) continue;
    const rows = asked.names.flatMap((name) => rowByName.get(name) ?? []);
    const columns = asked.columns.flatMap((name) => columnByName.get(name) ?? []);
    for (const [key, values] of readFacts(report, { rows, columns })) {
      found.set(key, new Map([...(found.get(key) ?? []), ...values]));
    }
  }
  return found;
}

/** The things of the list that are not in the table yet. */
function listedRows(work: RevisionWork, { delegated }: RevisionNotes): readonly WantedRow[] {
  if (work.moreRows === undefined) return [];
  const asked = listSubtask(work.moreRows);
  const reports = delegated.filter(({ subtask }) => subtask === asked);
  const known = new Set([
    ...[...work.knownKeys].flatMap((key) => [key, key.split(" | ")[0] ?? key]),
    ...work.rows.map(({ key }) => normaliseText(key)),
  ]);
  return reports
    .flatMap(({ report }) => readItems(report))
    .filter(({ name }) => !known.has(normaliseText(name)))
    .map((item) => listedRow(work, item));
}

/** Rows with the columns whose value no page states any more; what identifies a row is not looked for. */
function lostRows(work: RevisionWork, notes: RevisionNotes): readonly WantedRow[] {
  const verdicts = verdictsOf(work, notes);
  const there = new Set(rereadsOf(notes).flatMap(({ kind, url }) => (kind === "read" ? [url] : [])));
  return rowsOf(work.claims).flatMap(({ key, names, claims }) => {
    const columns = distinct(claims.map(({ column }) => column)).filter(
      (column) => !work.uniqueColumns.includes(column) && verdicts(key, column) === "lost",
    );
    const url = claims.find((claim) => claim.isAboutRow && there.has(claim.url))?.url;
    return columns.length === 0 ? [] : [{ key, names, url, columns }];
  });
}

interface KeptValues {
  readonly rows: readonly WantedRow[];
  readonly columns: readonly string[];
  /** `undefined` where the pages do not state it any more. */
  readonly value: (row: string, column: string) => string | undefined;
}

function keptValues(work: RevisionWork, notes: RevisionNotes): KeptValues {
  const verdicts = verdictsOf(work, notes);
  const values = new Map(
    work.claims.flatMap(({ row, column, value, isValue }) =>
      isValue ? [[`${row}\n${column}`, value] as const] : [],
    ),
  );
  return {
    rows: rowsOf(work.claims).map(({ key, names }) => ({ key, names, columns: [] })),
    columns: distinct(work.claims.map(({ column }) => column)),
    value: (row, column) => (verdicts(row, column) === "lost" ? undefined : values.get(`${row}\n${column}`)),
  };
}

/** `unknown`: not all pages that stated the value could be read again, and none that could does. */
type Verdict = "stated" | "lost" | "unknown";

function verdictsOf(work: RevisionWork, notes: RevisionNotes): (row: string, column: string) => Verdict {
  const rereads = new Map(rereadsOf(notes).map((reread) => [reread.url, reread]));
  const seen = new Map<string, Verdict[]>();
  for (const claim of work.claims) {
    if (!claim.isValue) continue;
    const key = `${claim.row}\n${claim.column}`;
    seen.set(key, [...(seen.get(key) ?? []), verdictOf(claim, rereads.get(claim.url))]);
  }
  return (row, column) => {
    const verdicts = seen.get(`${row}\n${column}`) ?? [];
    if (verdicts.includes("stated")) return "stated";
    return verdicts.length > 0 && verdicts.every((verdict) => verdict === "lost") ? "lost" : "unknown";
  };
}

function verdictOf(claim: Claim, reread: Reread | undefined): Verdict {
  if (reread === undefined || reread.kind === "failed") return "unknown";
  return reread.kind === "read" && reread.stated.has(writeClaim(claim)) ? "stated" : "lost";
}

function rowsOf(claims: readonly Claim[]) {
  const rows = new Map<string, { key: string; names: readonly string[]; claims: Claim[] }>();
  for (const claim of claims) {
    const known = rows.get(claim.row);
    if (known === undefined) rows.set(claim.row, { key: claim.row, names: claim.names, claims: [claim] });
    else known.claims.push(claim);
  }
  return [...rows.values()];
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}
