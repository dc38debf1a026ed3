/** @file What is to be added to the table: columns, or rows by name or in words. */
import { type FormEvent, useState } from "react";
import type { Change } from "../../../src/core/revision.ts";
import { Dialog } from "../parts/dialog.tsx";
import { namesIn } from "../run/say-bar.tsx";
import { useWords } from "../words/use-words.ts";

interface ExtendProps {
  readonly adding: "columns" | "rows";
  readonly onChange: (change: Change) => void;
  readonly onClose: () => void;
}

export function ExtendDialog({ adding, onChange, onClose }: ExtendProps) {
  const { change: words } = useWords();
  const [names, setNames] = useState("");
  const [moreRows, setMoreRows] = useState("");
  const listed = namesIn(names);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const more = moreRows.trim();
    if (adding === "columns") return onChange({ kind: "extend", columns: listed });
    onChange({
      kind: "extend",
      ...(listed.length > 0 && { rows: listed }),
      ...(more !== "" && { moreRows: more }),
    });
  };
  return (
    <Dialog title={adding === "columns" ? words.addColumns : words.addRows} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        {adding === "rows" && (
          <label>
            {words.moreRows}
            <input
              value={moreRows}
              placeholder={words.moreRowsExample}
              onChange={(event) => setMoreRows(event.target.value)}
            />
          </label>
        )}
        <label>
          {adding === "columns" ? words.columnNames : words.rowNames}
          <textarea rows={3} value={names} onChange={(event) => setNames(event.target.value)} />
        </label>
        <button
          type="submit"
          className="button is-main"
          disabled={listed.length === 0 && moreRows.trim() === ""}
        >
          {words.price}
        </button>
      </form>
    </Dialog>
  );
}
