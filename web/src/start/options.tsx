/** @file What few need: another model, another knowledge base, a ceiling of money. */
import type { Settings } from "../api/types.ts";
import { count } from "../parts/format.ts";
import { useWords } from "../words/use-words.ts";
import type { Draft } from "./draft.ts";

interface OptionsProps {
  readonly draft: Draft;
  readonly settings: Settings | undefined;
  readonly onChange: (part: Partial<Draft>) => void;
}

export function Options({ draft, settings, onChange }: OptionsProps) {
  const { options } = useWords();
  return (
    <details className="options">
      <summary>{options.title}</summary>
      <div className="options-sheet">
        <label>
          {options.model}
          <input
            list="models"
            value={draft.model ?? ""}
            placeholder={settings?.defaultModel}
            onChange={(event) => onChange({ model: event.target.value.trim() || undefined })}
          />
          <datalist id="models">
            {settings?.models.map((model) => (
              <option key={model} value={model} />
            ))}
          </datalist>
        </label>
        <label>
          {options.knowledgeBase}
          <select
            value={draft.kb ?? ""}
            onChange={(event) => onChange({ kb: event.target.value || undefined })}
          >
            <option value="">{options.defaultKnowledgeBase}</option>
            {settings?.knowledgeBases.map(({ name, pages }) => (
              <option key={name} value={name}>
                {pages === undefined ? name : `${name} (${options.pages(count(pages))})`}
              </option>
            ))}
          </select>
        </label>
        <label>
          {options.ceiling}
          <input
            type="number"
            min="0.01"
            step="0.01"
            inputMode="decimal"
            value={draft.costUsd ?? ""}
            placeholder={options.noCeiling}
            onChange={(event) => onChange({ costUsd: Number(event.target.value) || undefined })}
          />
        </label>
      </div>
    </details>
  );
}
