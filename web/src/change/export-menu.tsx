/** @file The table as a file, with its evidence. */
import { useState } from "react";
import { download } from "../api/call.ts";
import { Menu } from "../parts/menu.tsx";
import { Problem } from "../parts/problem.tsx";
import { useWork } from "../parts/use-work.ts";
import { pathOf } from "../run/follow-run.ts";
import { useWords } from "../words/use-words.ts";

const FORMATS = ["xlsx", "csv", "csv-sources", "json", "markdown", "html"] as const;

export function ExportMenu({ run }: { readonly run: string }) {
  const { exports: words } = useWords();
  const [isStrict, setStrict] = useState(false);
  const work = useWork();
  return (
    <Menu className="is-small is-right" label={words.title}>
      <ul className="menu-list">
        {FORMATS.map((format) => (
          <li key={format}>
            <button
              type="button"
              disabled={work.isBusy}
              onClick={() =>
                work.start(() => download(pathOf(run, `/export?format=${format}&strict=${isStrict ? 1 : 0}`)))
              }
            >
              {words.formats[format]}
              <span className="quiet">{words.help[format]}</span>
            </button>
          </li>
        ))}
      </ul>
      <label className="tick">
        <input type="checkbox" checked={isStrict} onChange={(event) => setStrict(event.target.checked)} />
        {words.strict}
      </label>
      <Problem text={work.problem} />
    </Menu>
  );
}
