/** @file The table as the reports of subagents make it: what is known of it before the lead agent has written any. */
import type { Table } from "../../core/table.ts";
import { normaliseColumn, normaliseText } from "../../table/normalise.ts";
import { parseMarkdownTable } from "../../table/parse-markdown.ts";
import { fieldOf, listItemsOf, NAME, type RowRecord, recordsOf, toRecord } from "../../table/read-records.ts";

/** Rows by the normalised name of what they are about; a later report changes a cell, and an empty one changes none. */
export class ReportedTable {
  readonly #columns: string[];
  readonly #isFixed: boolean;
  readonly #rows = new Map<string, string[]>();

  /** `columns` are those that the question asks for; without them, the fields that the reports have. */
  constructor(columns: readonly string[] | undefined) {
    this.#columns = [...(columns ?? [])];
    this.#isFixed = columns !== undefined;
  }

  get columns(): readonly string[] {
    return this.#columns;
  }

  get table(): Table {
    const width = this.#columns.length;
    const rows = [...this.#rows.values()].map((row) =>
      Array.from({ length: width }, (_, column) => row[column] ?? ""),
    );
    return { columns: this.#columns, rows };
  }

  /** Takes in a report. Gives the numbers of the rows that are new or changed by it. */
  add(report: string): readonly number[] {
    const table = parseMarkdownTable(report);
    const records = table?.rows.map((row) => toRecord(table.columns, row)) ?? recordsOf(report);
    const listed =
      table === undefined ? listItemsOf(report).map((name): RowRecord => ({ [NAME]: name })) : [];
    const changed = [...records, ...listed].map((record) => this.#addRecord(record));
    if (changed.every((row) => row === undefined)) return [];
    const numbers = new Map([...this.#rows.keys()].map((key, number) => [key, number]));
    return [...new Set(changed)].flatMap((key) => (key === undefined ? [] : (numbers.get(key) ?? [])));
  }

  /** The key of the row, if anything of it is new. */
  #addRecord(record: RowRecord): string | undefined {
    if (!this.#isFixed) this.#learnColumns(record);
    const cells = this.#columns.map((column, index) => fieldOf(record, column, index));
    const key = normaliseText(cells[0] ?? "");
    if (key === "") return undefined;
    const row = this.#rows.get(key);
    if (row === undefined) {
      this.#rows.set(key, cells);
      return key;
    }
    let isNew = false;
    for (const [column, value] of cells.entries()) {
      if (value === "" || row[column] === value) continue;
      // a name is written as it was first
      if (column === 0) continue;
      row[column] = value;
      isNew = true;
    }
    return isNew ? key : undefined;
  }

  #learnColumns(record: RowRecord): void {
    const known = new Set(this.#columns.map(normaliseColumn));
    for (const field of Object.keys(record)) {
      if (NOT_FOUND.test(field) || known.has(normaliseColumn(field))) continue;
      if (field === NAME && this.#columns.length > 0) continue;
      known.add(normaliseColumn(field));
      this.#columns.push(field);
    }
  }
}

/** Fields of a report that are no columns. */
const NOT_FOUND = /^(?:not found|missing|sources?|urls?|notes?|未找到|来源|备注)$/iu;
