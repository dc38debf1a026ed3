/** @file Corpora in Parquet, as the hub of data sets keeps them, a row group at a time. */
import type { AsyncBuffer, FileMetaData } from "hyparquet";
import { ConfigError } from "../../core/errors.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import type { FileReading, PageMaker } from "./corpus.ts";
import { pagesOfRows, parseRow, type Row } from "./rows.ts";

const TEXT_COLUMNS = ["text", "contents"];
const NAME_COLUMNS = ["title", "url"];
const COLUMNS = ["id", ...NAME_COLUMNS, ...TEXT_COLUMNS];

/** Consecutive rows of one URL, or of one title where there is no URL, are one page; a row with a URL of its own is one whole. */
export async function* readParquet(reading: FileReading): AsyncGenerator<PageMaker> {
  const parquet = await openParquet(reading.path);
  const loneRow = parquet.columns.includes("url") ? "page" : "passage";
  yield* pagesOfRows(reading.path, readRows(parquet, reading), loneRow);
}

interface ParquetFile {
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  /** Those of its columns that are read. */
  readonly columns: string[];
}

async function openParquet(path: string): Promise<ParquetFile> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetSchema } = await import("hyparquet");
  const file = await orConfigError(path, asyncBufferFromFile(path));
  const metadata = await orConfigError(path, parquetMetadataAsync(file));
  const names = parquetSchema(metadata).children.map((child) => child.element.name);
  const columns = COLUMNS.filter((column) => names.includes(column));
  const isReadable =
    columns.some((column) => TEXT_COLUMNS.includes(column)) &&
    (columns.includes("contents") || columns.some((column) => NAME_COLUMNS.includes(column)));
  if (isReadable) return { file, metadata, columns };
  throw new ConfigError(
    `${path} has the columns ${names.join(", ")}. Expected: text or contents, and title, url or both.`,
  );
}

async function* readRows(parquet: ParquetFile, reading: FileReading): AsyncGenerator<readonly Row[]> {
  const [{ parquetReadObjects }, { compressors }] = await Promise.all([
    import("hyparquet"),
    import("hyparquet-compressors"),
  ]);
  const total = Number(parquet.metadata.num_rows);
  let rowStart = 0;
  for (const group of parquet.metadata.row_groups) {
    reading.signal?.throwIfAborted();
    const rowEnd = rowStart + Number(group.num_rows);
    const values = await orConfigError(
      reading.path,
      parquetReadObjects({ ...parquet, rowStart, rowEnd, compressors }),
    );
    const first = rowStart + 1;
    yield values.map((value, index) => parseRow(value, `${reading.path}, row ${first + index}`));
    rowStart = rowEnd;
    reading.onBytes?.(Math.floor((parquet.file.byteLength * rowEnd) / total));
  }
}

/** The library has no errors of its own: whatever it throws at a file is about the file. */
async function orConfigError<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (isSystemError(cause))
      throw new ConfigError(`Cannot read ${path}: ${systemReason(cause)}.`, { cause });
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`${path} cannot be read as Parquet: ${reason}. Fetch the file again.`, { cause });
  }
}
