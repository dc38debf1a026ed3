/** @file A CSV or XLSX of the user's own, to extend. */
import { useRef } from "react";
import type { Table } from "../../../src/core/table.ts";
import { postFile } from "../api/call.ts";
import { Problem } from "../parts/problem.tsx";
import { useWork } from "../parts/use-work.ts";
import { useWords } from "../words/use-words.ts";
import type { Draft } from "./draft.ts";

interface UploadProps {
  readonly table: Draft["table"];
  readonly onChange: (table: Draft["table"]) => void;
}

export function UploadTable({ table, onChange }: UploadProps) {
  const { start } = useWords();
  const input = useRef<HTMLInputElement>(null);
  const work = useWork();
  const read = (file: File) =>
    work.start(async () => {
      const { columns, rows } = await postFile<Table>("/api/tables", file);
      onChange({ columns, rows, fileName: file.name });
    });
  return (
    <div className="upload">
      <input
        ref={input}
        type="file"
        className="for-readers"
        tabIndex={-1}
        aria-label={start.upload}
        accept=".csv,.tsv,.xlsx"
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file !== undefined) read(file);
        }}
      />
      {table === undefined ? (
        <button type="button" className="link" disabled={work.isBusy} onClick={() => input.current?.click()}>
          {work.isBusy ? start.uploading : start.upload}
        </button>
      ) : (
        <span className="chip">
          {start.uploaded(table.fileName, table.rows.length, table.columns.length)}
          <button
            type="button"
            className="icon"
            aria-label={start.removeTable}
            onClick={() => onChange(undefined)}
          >
            ×
          </button>
        </span>
      )}
      <Problem text={work.problem} />
    </div>
  );
}
