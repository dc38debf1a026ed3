/** @file What the run has used and may use; by agent on a closer look. */
import type { Usage } from "../../../src/core/sampler.ts";
import type { RunView } from "../../../src/tui/run-view.ts";
import type { RunDetail } from "../api/types.ts";
import { short, usd } from "../parts/format.ts";
import { Menu } from "../parts/menu.tsx";
import { useWords } from "../words/use-words.ts";

interface ChipProps {
  readonly view: RunView;
  readonly detail: RunDetail | undefined;
}

const WARNING_AT = 0.7;
const MOST_AGENTS = 14;

export function CostChip({ view, detail }: ChipProps) {
  const { cost: words } = useWords();
  const usage = detail?.state === "ended" ? (detail.result?.usage ?? view.usage) : view.usage;
  const shares = sharesOf(usage, detail, words.tokens);
  const fullest = Math.max(0, ...shares.map(({ share }) => share));
  const isNear = fullest >= WARNING_AT;
  const agents = [...view.agents.values()].toSorted(
    (left, right) => tokensOf(right.usage) - tokensOf(left.usage),
  );
  return (
    <Menu
      opensOnHover
      className={isNear ? "cost is-near" : "cost"}
      label={
        <>
          <span className="for-readers">{words.title}: </span>
          {shares.map(({ text }) => text).join(" · ")}
          {isNear && <span className="cost-warning"> {words.near(Math.round(fullest * 100))}</span>}
        </>
      }
    >
      <p>{words.read(short(usage.promptTokens), short(usage.sampledTokens))}</p>
      <table className="plain">
        <tbody>
          {agents.slice(0, MOST_AGENTS).map(({ agent, usage: own }) => (
            <tr key={agent}>
              <th scope="row">{agent}</th>
              <td>{words.tokens(short(tokensOf(own)))}</td>
              <td>{own.costUsd === undefined ? "" : usd(own.costUsd)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {agents.length > MOST_AGENTS && <p className="quiet">{words.others(agents.length - MOST_AGENTS)}</p>}
    </Menu>
  );
}

export const tokensOf = ({ promptTokens, sampledTokens }: Usage) => promptTokens + sampledTokens;

interface Share {
  readonly text: string;
  /** Of the ceiling; 0 where there is none. */
  readonly share: number;
}

function sharesOf(
  usage: Usage,
  detail: RunDetail | undefined,
  sayTokens: (tokens: string) => string,
): readonly Share[] {
  const budget = detail?.config.budget ?? {};
  const shares: Share[] = [];
  if (usage.costUsd !== undefined || budget.costUsd !== undefined) {
    shares.push(shareOf(usage.costUsd ?? 0, budget.costUsd, usd));
  }
  if (shares.length === 0 || budget.tokens !== undefined) {
    const { text, share } = shareOf(tokensOf(usage), budget.tokens, short);
    shares.push({ text: sayTokens(text), share });
  }
  return shares;
}

function shareOf(spent: number, ceiling: number | undefined, format: (amount: number) => string): Share {
  return ceiling === undefined
    ? { text: format(spent), share: 0 }
    : { text: `${format(spent)} / ${format(ceiling)}`, share: spent / ceiling };
}
