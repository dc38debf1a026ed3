/** @file The columns of a plan: name, kind, a note, their order, and which of them tell rows apart. */
import type { PlannedColumn } from "../../../src/core/plan.ts";
import { useWords } from "../words/use-words.ts";

interface ColumnsProps {
  readonly columns: readonly PlannedColumn[];
  readonly uniqueColumns: readonly string[];
  readonly onChange: (columns: readonly PlannedColumn[], uniqueColumns: readonly string[]) => void;
}

const TYPES = ["text", "number", "date", "link"] as const;

export function ColumnsEditor({ columns, uniqueColumns, onChange }: ColumnsProps) {
  const { plan: words } = useWords();
  const replace = (index: number, column: PlannedColumn) => {
    const before = columns[index]?.name;
    const unique = uniqueColumns.map((name) => (name === before ? column.name : name));
    onChange(columns.with(index, column), unique);
  };
  const setUnique = (name: string, isUnique: boolean) => {
    const others = uniqueColumns.filter((other) => other !== name);
    onChange(columns, isUnique ? [...others, name] : others);
  };
  const remove = (index: number) => {
    const rest = columns.toSpliced(index, 1);
    onChange(
      rest,
      uniqueColumns.filter((name) => rest.some((column) => column.name === name)),
    );
  };
  return (
    <fieldset className="plan-field">
      <legend>{words.columns}</legend>
      {columns.map((column, index) => (
        <ColumnLine
          key={keyOf(columns.length, index)}
          column={column}
          isFirst={index === 0}
          isUnique={uniqueColumns.includes(column.name)}
          onChange={(changed) => replace(index, changed)}
          onUnique={(isUnique) => setUnique(column.name, isUnique)}
          onUp={() => onChange(moveUp(columns, index), uniqueColumns)}
          onRemove={() => remove(index)}
        />
      ))}
      <button
        type="button"
        className="link"
        onClick={() => onChange([...columns, { name: "", type: "text" }], uniqueColumns)}
      >
        + {words.addColumn}
      </button>
    </fieldset>
  );
}

const keyOf = (count: number, index: number) => `${count}.${index}`;

function moveUp(columns: readonly PlannedColumn[], index: number): readonly PlannedColumn[] {
  const moved = columns.slice(index, index + 1);
  return columns.toSpliced(index, 1).toSpliced(index - 1, 0, ...moved);
}

interface LineProps {
  readonly column: PlannedColumn;
  readonly isFirst: boolean;
  readonly isUnique: boolean;
  readonly onChange: (column: PlannedColumn) => void;
  readonly onUnique: (isUnique: boolean) => void;
  readonly onUp: () => void;
  readonly onRemove: () => void;
}

function ColumnLine({ column, isFirst, isUnique, onChange, onUnique, onUp, onRemove }: LineProps) {
  const { plan: words, remove } = useWords();
  const name = column.name === "" ? words.column : column.name;
  return (
    <div className="plan-column">
      <input
        className="plan-column-name"
        value={column.name}
        placeholder={words.column}
        aria-label={words.columnName(name)}
        onChange={(event) => onChange({ ...column, name: event.target.value })}
      />
      <select
        value={column.type}
        aria-label={words.columnType(name)}
        onChange={(event) =>
          onChange({ ...column, type: TYPES.find((type) => type === event.target.value) ?? "text" })
        }
      >
        {TYPES.map((type) => (
          <option key={type} value={type}>
            {words.types[type]}
          </option>
        ))}
      </select>
      <input
        className="plan-column-note"
        value={column.note ?? ""}
        placeholder={words.note}
        aria-label={words.columnNote(name)}
        onChange={(event) => onChange({ ...column, note: event.target.value || undefined })}
      />
      <label className="tick" title={words.uniqueHelp}>
        <input type="checkbox" checked={isUnique} onChange={(event) => onUnique(event.target.checked)} />
        {words.unique}
      </label>
      <button
        type="button"
        className="icon"
        disabled={isFirst}
        aria-label={words.moveUp(name)}
        onClick={onUp}
      >
        ↑
      </button>
      <button type="button" className="icon" aria-label={`${remove} ${name}`} onClick={onRemove}>
        ×
      </button>
    </div>
  );
}
