/**
 * @file The plain way of citing, to compare with: a cell counts as supported if a page is named for it that was read, whatever
 * stands there. Nothing else in this project uses it.
 */
import type { PageRead } from "../../core/episode.ts";
import { type Cell, cellOf, type SourcedTable } from "../../core/evidence.ts";
import type { Table } from "../../core/table.ts";
import { isMissing } from "../../table/normalise.ts";
import { tableKeys } from "../cells/row-names.ts";
import { Subjects } from "../cells/subjects.ts";
import { indexedPage, PageIndex } from "../page-index.ts";

/** The page of a cell is the first URL of its row that was read; where the row names none, the best page about it. */
export function citedTable(
  table: Table,
  reads: readonly PageRead[],
  uniqueColumns: readonly string[] = [],
): SourcedTable {
  const pages = reads.map(({ page }) => indexedPage(page));
  const byUrl = new Map(pages.map((page) => [page.page.url, page]));
  const keys = tableKeys(table, uniqueColumns);
  const subjects = new Subjects(keys.rows, new PageIndex(pages));
  const cells = keys.rows.map((row) => {
    const values = table.rows[row.number] ?? [];
    const named = values.flatMap(urlsIn).flatMap((url) => byUrl.get(url) ?? []);
    const [page] = [...named, ...subjects.pagesAbout(row).map((about) => about.page)];
    return values.map((value): Cell => {
      if (isMissing(value)) return cellOf("", []);
      return cellOf(
        value,
        page === undefined ? [] : [{ url: page.page.url, title: page.page.title, quote: "" }],
      );
    });
  });
  return {
    columns: table.columns,
    uniqueColumns: keys.columns.map((column) => table.columns[column] ?? ""),
    cells,
  };
}

function urlsIn(cell: string): readonly string[] {
  return cell.match(/[a-z]+:\/\/[^\s)\]>|"']+/gu) ?? [];
}
