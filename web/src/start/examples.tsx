/** @file Three tables to begin with. */
import type { Example } from "../api/types.ts";
import { useWords } from "../words/use-words.ts";

interface ExamplesProps {
  readonly examples: readonly Example[];
  readonly onPick: (example: Example) => void;
}

export function Examples({ examples, onPick }: ExamplesProps) {
  const { start } = useWords();
  if (examples.length === 0) return undefined;
  return (
    <section className="examples" aria-label={start.examples}>
      {examples.slice(0, 3).map((example) => (
        <button type="button" key={example.question} className="example" onClick={() => onPick(example)}>
          <svg viewBox="0 0 96 40" aria-hidden="true" className="example-picture">
            <path d="M0 .5h96M0 10.5h96M0 20.5h96M0 30.5h96M0 39.5h96" />
            <path d="M5 5.5h16M35 5.5h20M68 5.5h14" className="is-head" />
            <path
              d="M5 15.5h22M35 15.5h12M68 15.5h20M5 25.5h14M35 25.5h22M68 25.5h10M5 35h19M35 35h16M68 35h16"
              className="is-text"
            />
          </svg>
          <span className="example-question">{example.question}</span>
          {example.hint !== undefined && <span className="example-hint">{example.hint}</span>}
        </button>
      ))}
    </section>
  );
}
