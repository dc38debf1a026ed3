/** @file The answer of a run without a table: its words, and the pages that state it. */
import type { RunResult } from "../../../src/core/events.ts";
import { SourceView } from "../cell/source-view.tsx";
import { useWords } from "../words/use-words.ts";

export function AnswerView({ result }: { readonly result: RunResult }) {
  const { run: words } = useWords();
  const { answer, sources = [], error } = result;
  return (
    <article className="answer">
      {error !== undefined && <p className="problem">{error}</p>}
      <p className="answer-text">{answer === "" ? words.noAnswer : answer}</p>
      {sources.map((source) => (
        <SourceView key={`${source.url} ${source.quote}`} source={source} value={answer} />
      ))}
    </article>
  );
}
