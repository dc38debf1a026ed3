/** @file How many rows there should be, as far as the finds tell, and how that is known. */
import type { Completeness } from "../../../src/core/evidence.ts";
import type { RunDetail } from "../api/types.ts";
import { Menu } from "../parts/menu.tsx";
import { useWords } from "../words/use-words.ts";
import { previewedRows } from "./what-came.ts";

export function CompletenessLine({ detail }: { readonly detail: RunDetail | undefined }) {
  const { completeness: words } = useWords();
  const completeness = detail?.result?.completeness;
  const first = previewedRows(detail);
  if (first !== undefined) return <span className="chip">{words.preview(first)}</span>;
  if (completeness === undefined) return undefined;
  return (
    <Menu opensOnHover className="completeness" label={sayCompleteness(completeness, words)}>
      <p>{words.methods[completeness.method]}</p>
      <p>{words.ways(completeness.occasions)}</p>
      {completeness.warning !== undefined && <p className="quiet">{completeness.warning}</p>}
    </Menu>
  );
}

type CompletenessWords = ReturnType<typeof useWords>["completeness"];

function sayCompleteness({ found, estimate, low, high }: Completeness, words: CompletenessWords): string {
  if (estimate === undefined) return words.found(found);
  const likely = Math.round(estimate);
  if (high === undefined) return words.atLeast(found, Math.round(low));
  if (Math.round(low) === found && Math.round(high) === found) return words.all(found);
  return words.about(found, likely, `${Math.round(low)}–${Math.round(high)}`);
}
