/** @file A page as it was read: its text, with the quote marked. Text only; nothing of a page is ever drawn as HTML. */
import { useEffect, useRef } from "react";
import type { StoredPage } from "../api/types.ts";
import { useLoad } from "../api/use-load.ts";
import { Dialog } from "../parts/dialog.tsx";
import { day } from "../parts/format.ts";
import { Problem } from "../parts/problem.tsx";
import { pathOf } from "../run/follow-run.ts";
import { useWords } from "../words/use-words.ts";

interface PageProps {
  readonly run: string;
  readonly hash: string;
  readonly quote?: string | undefined;
  readonly onClose: () => void;
}

export function StoredPageDialog({ run, hash, quote = "", onClose }: PageProps) {
  const { cell: words } = useWords();
  const { value: page, problem } = useLoad<StoredPage>(pathOf(run, `/pages/${encodeURIComponent(hash)}`));
  return (
    <Dialog title={page?.title ?? words.storedPage} onClose={onClose} className="stored-page">
      <p className="source-url">
        {page?.url} {page?.readAt !== undefined && words.readAt(day(page.readAt))}
      </p>
      <Problem text={problem} />
      {page !== undefined && <PageText text={page.text} quote={quote} />}
    </Dialog>
  );
}

function PageText({ text, quote }: { readonly text: string; readonly quote: string }) {
  const mark = useRef<HTMLElement>(null);
  useEffect(() => {
    mark.current?.scrollIntoView({ block: "center" });
  }, []);
  const start = quote === "" ? -1 : text.indexOf(quote);
  if (start < 0) return <pre className="page-text">{text}</pre>;
  return (
    <pre className="page-text">
      {text.slice(0, start)}
      <mark ref={mark}>{quote}</mark>
      {text.slice(start + quote.length)}
    </pre>
  );
}
