/** @file The data of the tools in a few lines of Markdown, for a model or a person to read. */
import { shortRunId } from "../../../run/run-id.ts";
import type { EvidenceData, ListData, RevisionData, TableData } from "./shapes.ts";

const MOST_ROWS = 50;
const MOST_VALUE = 200;
const MOST_CHANGES = 30;
const MOST_CANDIDATES = 10;

/** Stand after a value; a supported value has none. */
const MARKS: Readonly<Record<string, string>> = {
  unsupported: " °",
  conflicting: " ≠",
  absent: " ∅",
  reported: " …",
};

export function tableText(data: TableData): string {
  return [...headLines(data), ...bodyLines(data), ...footLines(data)].join("\n");
}

function headLines({
  run,
  state,
  stop,
  error,
  totalRows,
  cells,
  completeness,
  agents,
  tokens,
  costUsd,
  seconds,
}: TableData) {
  const ending = state === "ended" ? (stop ?? "ended") : state;
  const states = Object.entries(cells).map(([name, count]) => `${count} ${name}`);
  const amounts = [
    `${totalRows} rows`,
    ...states,
    `${agents} agents`,
    `${tokens} tokens`,
    ...(costUsd === undefined ? [] : [`$${costUsd.toFixed(4)}`]),
    `${seconds} s`,
  ];
  return [
    `Run ${shortRunId(run)} (${run}): ${ending}. ${amounts.join(", ")}.`,
    ...(completeness === undefined ? [] : [`Rows: ${completeness}.`]),
    ...(error === undefined ? [] : [`Error: ${oneLine(error)}`]),
  ];
}

function bodyLines(table: TableData): readonly string[] {
  const { columns, rows, offset, totalRows, answer, sources = [] } = table;
  if (answer !== undefined) {
    return [
      "",
      answer === "" ? "Nothing was found." : answer,
      ...sources.map(({ quote, url }) => `- “${oneLine(quote)}” ${url}`),
    ];
  }
  if (columns.length === 0 || totalRows === 0) {
    return [
      "",
      table.state === "running"
        ? "No row is known yet."
        : "No row was found: ask in other words, or of other knowledge bases.",
    ];
  }
  const shown = rows.slice(0, MOST_ROWS);
  const last = offset + shown.length;
  return [
    "",
    tableLine(columns),
    tableLine(columns.map(() => "---")),
    ...shown.map(({ values, states }) =>
      tableLine(values.map((value, index) => `${cut(value)}${MARKS[states[index] ?? ""] ?? ""}`)),
    ),
    ...(last < totalRows
      ? [`Rows ${offset + 1} to ${last} of ${totalRows}: get_table with offset ${last} has more.`]
      : []),
  ];
}

function footLines({ run, state, cells, merges = [] }: TableData): readonly string[] {
  const used = Object.entries(LEGEND).filter(([name]) => (cells[name] ?? 0) > 0);
  return [
    ...(used.length === 0 ? [] : ["", used.map(([, text]) => text).join(" · ")]),
    ...merges.map(oneLine),
    ...(state === "running"
      ? [
          "",
          `It goes on: get_table {"run":"${shortRunId(run)}","waitSeconds":45} waits for more, stop ends it.`,
        ]
      : []),
    ...(state === "broken-off"
      ? ["", `It was broken off; in a shell, wideseek resume ${shortRunId(run)} goes on.`]
      : []),
  ];
}

const LEGEND: Readonly<Record<string, string>> = {
  unsupported: "° no page that was read states this value",
  conflicting: "≠ pages disagree about this value",
  absent: "∅ a page states that there is none",
  reported: "… not checked yet",
};

export function revisionText({ base, cells, estimate, changes = [], table }: RevisionData): string {
  const { tokens, costUsd, seconds, basis } = estimate;
  const price = costUsd === undefined ? "" : `, $${costUsd.low.toFixed(2)} to $${costUsd.high.toFixed(2)}`;
  const plan = `${cells} cells of ${shortRunId(base)}; about ${Math.round(tokens.likely)} tokens (${Math.round(tokens.low)} to ${Math.round(tokens.high)})${price}, ${Math.round(seconds.likely)} s. Based on ${basis}.`;
  if (table === undefined) return `Preview: ${plan} Nothing was begun.`;
  const shown = changes.slice(0, MOST_CHANGES).map(({ row, column, before, after }) => {
    return `- ${oneLine(row)}, ${oneLine(column)}: ${valueText(before)} → ${valueText(after)}`;
  });
  const more = changes.length > shown.length ? [`- … ${changes.length - shown.length} more`] : [];
  return [tableText(table), "", `${changes.length} cells changed.`, ...shown, ...more].join("\n");
}

function valueText(cell: { readonly value: string; readonly state: string } | undefined): string {
  if (cell === undefined) return "nothing";
  return cell.value === "" ? cell.state : `${cut(cell.value)} (${cell.state})`;
}

export function evidenceText({
  row,
  column,
  value,
  state,
  reason,
  sources,
  candidates,
  history,
}: EvidenceData): string {
  const others = candidates.filter((candidate) => candidate.value !== value).slice(0, MOST_CANDIDATES);
  return [
    `${oneLine(row)}, ${oneLine(column)}: ${value === "" ? "no value" : cut(value)} — ${state}${reason === undefined ? "" : ` (${oneLine(reason)})`}`,
    ...sources.map((source) => `- ${sourceText(source)}`),
    ...(others.length === 0 ? [] : ["", "Other candidates:"]),
    ...others.map(
      (candidate) =>
        `- ${cut(candidate.value)} (confidence ${candidate.confidence.toFixed(2)}): ${sourceText(candidate.source)}`,
    ),
    ...(history.length < 2 ? [] : ["", "History:"]),
    ...(history.length < 2 ? [] : history.map((one) => `- ${one.at} ${one.by}: ${valueText(one)}`)),
  ].join("\n");
}

export function listText({ runs, total }: ListData): string {
  if (total === 0) return "There is no such run.";
  const lines = runs.map(({ run, question, state, stop, rows }) => {
    const facts = [stop ?? state, ...(rows === undefined ? [] : [`${rows} rows`])].join(", ");
    return `- ${shortRunId(run)} (${facts}): ${cut(oneLine(question))}`;
  });
  return [...lines, ...(total > runs.length ? [`${total - runs.length} more.`] : [])].join("\n");
}

function sourceText({ url, title, quote, place }: EvidenceData["sources"][number]): string {
  return `“${oneLine(quote)}” — ${oneLine(title)}, ${url}${place === undefined ? "" : `, ${place}`}`;
}

function tableLine(cells: readonly string[]): string {
  return `| ${cells.map((cell) => oneLine(cell).replace(/[|\\]/gu, "\\$&")).join(" | ")} |`;
}

function cut(text: string): string {
  return text.length <= MOST_VALUE ? text : `${text.slice(0, MOST_VALUE - 1)}…`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
