/** @file One dial for how much a question is worth, in time and money. */
import type { Effort } from "../api/types.ts";
import { count, short, usd } from "../parts/format.ts";
import { useWords } from "../words/use-words.ts";

interface DialProps {
  readonly efforts: readonly Effort[];
  /** Absent: none was chosen. */
  readonly chosen: string | undefined;
  readonly onChoose: (effort: string | undefined) => void;
}

export function EffortDial({ efforts, chosen, onChoose }: DialProps) {
  const { effort: words } = useWords();
  const current = efforts.find(({ name }) => name === chosen);
  return (
    <fieldset className="dial">
      <legend>{words.title}</legend>
      <span className="dial-stops">
        {efforts.map(({ name }) => (
          <label key={name} className={name === chosen ? "dial-stop is-chosen" : "dial-stop"}>
            <input
              type="radio"
              name="effort"
              className="for-readers"
              checked={name === chosen}
              onChange={() => onChoose(name)}
              onClick={() => name === chosen && onChoose(undefined)}
            />
            {words.names[name] ?? name}
          </label>
        ))}
      </span>
      <span className="dial-says">{current === undefined ? words.free : describe(current, words)}</span>
    </fieldset>
  );
}

function describe(effort: Effort, words: ReturnType<typeof useWords>["effort"]): string {
  const parts = [
    effort.minutes !== undefined && words.minutes(effort.minutes),
    effort.costUsd !== undefined && words.money(usd(effort.costUsd)),
    effort.tokens !== undefined && words.tokens(short(effort.tokens)),
    effort.maxSubagents !== undefined && words.subagents(count(effort.maxSubagents)),
  ];
  return parts.filter((part) => part !== false).join(" · ");
}
