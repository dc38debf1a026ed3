/** @file One source: the quote, the page it stands in, and the ways to see it there. */
import { useState } from "react";
import type { Source } from "../../../src/core/evidence.ts";
import { linkToQuote } from "../parts/safe-link.ts";
import { useWords } from "../words/use-words.ts";
import { Marked } from "./marked.tsx";
import { StoredPageDialog } from "./stored-page.tsx";

interface SourceProps {
  readonly source: Source;
  readonly value: string;
  /** The run that keeps the page; absent where it is not to be opened. */
  readonly run?: string | undefined;
}

export function SourceView({ source, value, run }: SourceProps) {
  const { cell: words } = useWords();
  const [isOpen, setOpen] = useState(false);
  const link = linkToQuote(source.url, source.quote);
  const title = source.title === "" ? source.url : source.title;
  return (
    <figure className="source">
      <blockquote>
        <Marked text={source.quote} value={value} />
      </blockquote>
      <figcaption>
        <span className="source-title">{title}</span>
        {source.place !== undefined && <span className="tag">{source.place}</span>}
        <span className="source-links">
          {link !== undefined && (
            <a href={link} target="_blank" rel="noopener noreferrer">
              {words.openPage}
            </a>
          )}
          {run !== undefined && source.page !== undefined && (
            <button type="button" className="link" onClick={() => setOpen(true)}>
              {words.openStored}
            </button>
          )}
        </span>
        <span className="source-url">{source.url}</span>
      </figcaption>
      {isOpen && run !== undefined && source.page !== undefined && (
        <StoredPageDialog run={run} hash={source.page} quote={source.quote} onClose={() => setOpen(false)} />
      )}
    </figure>
  );
}
