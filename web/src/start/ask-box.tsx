/** @file The box that a question goes into, with how much effort it is worth. */
import type { KeyboardEvent } from "react";
import type { Effort, Settings } from "../api/types.ts";
import { useShortcut } from "../parts/use-shortcut.ts";
import { useWords } from "../words/use-words.ts";
import { type Draft, isPlannedFirst } from "./draft.ts";
import { EffortDial } from "./effort-dial.tsx";
import { Options } from "./options.tsx";
import { UploadTable } from "./upload-table.tsx";

interface BoxProps {
  readonly draft: Draft;
  readonly settings: Settings | undefined;
  readonly isBusy: boolean;
  readonly onChange: (part: Partial<Draft>) => void;
  readonly onSubmit: () => void;
}

export function AskBox({ draft, settings, isBusy, onChange, onSubmit }: BoxProps) {
  const { start } = useWords();
  const canAsk = draft.question.trim() !== "" && !isBusy;
  useShortcut("/", () => document.getElementById("ask")?.focus());
  const submitOnEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (canAsk) onSubmit();
  };
  return (
    <form
      className="ask"
      onSubmit={(event) => {
        event.preventDefault();
        if (canAsk) onSubmit();
      }}
    >
      <textarea
        id="ask"
        rows={2}
        value={draft.question}
        placeholder={draft.table === undefined ? start.placeholder : start.extendPlaceholder}
        aria-label={start.placeholder}
        onChange={(event) => onChange({ question: event.target.value })}
        onKeyDown={submitOnEnter}
      />
      <div className="ask-tools">
        <EffortDial
          efforts={effortsFor(draft, settings)}
          chosen={draft.effort}
          onChoose={(effort) => onChange({ effort })}
        />
        <span className="ask-go">
          <label className="tick">
            <input
              type="checkbox"
              checked={isPlannedFirst(draft)}
              disabled={draft.table !== undefined}
              onChange={(event) => onChange({ planFirst: event.target.checked })}
            />
            {start.planFirst}
          </label>
          <button type="submit" className="button is-main" disabled={!canAsk}>
            {askLabel(draft, isBusy, start)}
          </button>
        </span>
      </div>
      <div className="ask-foot">
        <Options draft={draft} settings={settings} onChange={onChange} />
        <UploadTable table={draft.table} onChange={(table) => onChange({ table })} />
      </div>
    </form>
  );
}

/** Their prices are those of the default model. */
function effortsFor({ model }: Draft, settings: Settings | undefined): readonly Effort[] {
  const { efforts = [], defaultModel } = settings ?? {};
  if (model === undefined || model === defaultModel) return efforts;
  return efforts.map((effort) => ({ ...effort, costUsd: undefined }));
}

function askLabel(draft: Draft, isBusy: boolean, start: ReturnType<typeof useWords>["start"]): string {
  if (isBusy) return isPlannedFirst(draft) ? start.planning : start.asking;
  if (draft.table !== undefined) return start.extend;
  return isPlannedFirst(draft) ? start.plan : start.ask;
}
