/** @file A list of lines that can be changed, added and taken away. */
import { useWords } from "../words/use-words.ts";

interface LinesProps {
  readonly title: string;
  readonly add: string;
  readonly lines: readonly string[];
  readonly onChange: (lines: readonly string[]) => void;
}

export function LinesEditor({ title, add, lines, onChange }: LinesProps) {
  const { remove } = useWords();
  return (
    <fieldset className="plan-field">
      <legend>{title}</legend>
      {lines.map((line, index) => (
        <div className="plan-line" key={keyOf(lines.length, index)}>
          <textarea
            rows={Math.min(4, Math.max(1, line.split("\n").length))}
            value={line}
            aria-label={`${title} ${index + 1}`}
            onChange={(event) => onChange(lines.with(index, event.target.value))}
          />
          <button
            type="button"
            className="icon"
            aria-label={`${remove} ${title} ${index + 1}`}
            onClick={() => onChange(lines.toSpliced(index, 1))}
          >
            ×
          </button>
        </div>
      ))}
      <button type="button" className="link" onClick={() => onChange([...lines, ""])}>
        + {add}
      </button>
    </fieldset>
  );
}

/** Lines have no name but their place. */
const keyOf = (count: number, index: number) => `${count}.${index}`;
