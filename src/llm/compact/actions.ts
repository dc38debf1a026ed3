/**
 * @file The language of the compact policy: what an agent may write in a turn, one line an action, each with a leading
 * space so that a word has the same tokens wherever it stands.
 *
 * ```
 *  list countries bordering Peru          have a list found (a lead agent)
 *  first 3                                … only its first three items
 *  list cities of *                       have one list found for each row
 *  about Peru; Chile                      the rows are these things
 *  rows Currency                          the rows are now the values of this column
 *  facts Capital; Area (km²)              have these facts found for the rows
 *  again                                  have what is still missing looked for once more
 *  find country whose capital is Lima     have one thing found
 *  search countries bordering Peru        search (an agent that reads)
 *  open 1 4                               open what these numbers stand for
 *  items 2                                the items of the list on page 2
 *  items 2 of 5                           … which belong to number 5
 *  found 3                                number 3 is what was sought
 *  Capital: Lima                          a fact
 *  nothing                                nothing was found
 *  table Country | Capital                the answer, a table of the rows
 *  where Area (km²) > 1,000               … of those for which this holds
 *  by Population down                     … in this order
 *  answer Capital                         the answer, one value
 *  unknown                                no answer
 * ```
 */

export interface Comparison {
  readonly attribute: string;
  readonly comparison: ">" | ">=" | "<" | "<=" | "=";
  readonly value: string;
}

export type Action =
  | { readonly is: "list"; readonly phrase: string }
  | { readonly is: "first"; readonly count: number }
  | { readonly is: "about"; readonly names: readonly string[] }
  | { readonly is: "rows"; readonly column: string }
  | { readonly is: "facts"; readonly attributes: readonly string[] }
  | { readonly is: "again" }
  | { readonly is: "find"; readonly noun: string; readonly attribute: string; readonly value: string }
  | { readonly is: "search"; readonly query: string }
  | { readonly is: "open"; readonly numbers: readonly number[] }
  | { readonly is: "items"; readonly numbers: readonly number[]; readonly of?: number | undefined }
  | { readonly is: "found"; readonly number: number }
  | { readonly is: "fact"; readonly attribute: string; readonly value: string }
  | { readonly is: "nothing" }
  | { readonly is: "table"; readonly columns: readonly string[] }
  | ({ readonly is: "where" } & Comparison)
  | { readonly is: "by"; readonly attribute: string; readonly descending: boolean }
  | { readonly is: "answer"; readonly text: string }
  | { readonly is: "unknown" };

/** The actions of a turn. Read back by `readActions` as they were. */
export function writeActions(actions: readonly Action[]): string {
  return actions.map((action) => ` ${writeAction(action).trimEnd()}`).join("\n");
}

function writeAction(action: Action): string {
  switch (action.is) {
    case "list":
      return `list ${action.phrase}`;
    case "first":
      return `first ${action.count}`;
    case "about":
      return `about ${action.names.join("; ")}`;
    case "rows":
      return `rows ${action.column}`;
    case "facts":
      return `facts ${action.attributes.join("; ")}`;
    case "find":
      return `find ${action.noun} whose ${action.attribute} is ${action.value}`;
    case "search":
      return `search ${action.query}`;
    case "open":
      return `open ${action.numbers.join(" ")}`;
    case "items":
      return `items ${action.numbers.join(" ")}${action.of === undefined ? "" : ` of ${action.of}`}`;
    case "found":
      return `found ${action.number}`;
    case "fact":
      return `${action.attribute}: ${action.value}`;
    case "table":
      return `table ${action.columns.join(" | ")}`;
    case "where":
      return `where ${action.attribute} ${action.comparison} ${action.value}`;
    case "by":
      return `by ${action.attribute} ${action.descending ? "down" : "up"}`;
    case "answer":
      return `answer ${action.text}`;
    case "again":
    case "nothing":
    case "unknown":
      return action.is;
  }
}

type Reader = (rest: string) => Action | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  list: (phrase) => (phrase === "" ? undefined : { is: "list", phrase }),
  first: (rest) => withNumbers(rest, ([count]) => (count === undefined ? undefined : { is: "first", count })),
  about: (rest) => withParts(rest, ";", (names) => ({ is: "about", names })),
  rows: (column) => (column === "" ? undefined : { is: "rows", column }),
  facts: (rest) => withParts(rest, ";", (attributes) => ({ is: "facts", attributes })),
  find: (rest) => {
    const [, noun, attribute, value] = /^(.+?) whose (.+?) is (.+)$/.exec(rest) ?? [];
    return noun === undefined || attribute === undefined || value === undefined
      ? undefined
      : { is: "find", noun, attribute, value };
  },
  search: (query) => (query === "" ? undefined : { is: "search", query }),
  open: (rest) => withNumbers(rest, (numbers) => ({ is: "open", numbers })),
  items: (rest) => {
    const [pages = "", of] = rest.split(" of ");
    return withNumbers(pages, (numbers) => ({
      is: "items",
      numbers,
      ...(of !== undefined && /^\d+$/.test(of) && { of: Number(of) }),
    }));
  },
  found: (rest) =>
    withNumbers(rest, ([number]) => (number === undefined ? undefined : { is: "found", number })),
  table: (rest) => ({ is: "table", columns: partsOf(rest, "|") }),
  where: (rest) => {
    const [, attribute, comparison, value] = /^(.+?) (>=|<=|>|<|=) (.+)$/.exec(rest) ?? [];
    return attribute === undefined || !isComparison(comparison) || value === undefined
      ? undefined
      : { is: "where", attribute, comparison, value };
  },
  by: (rest) => {
    const [, attribute, order] = /^(.+) (down|up)$/.exec(rest) ?? [];
    return attribute === undefined ? undefined : { is: "by", attribute, descending: order === "down" };
  },
  answer: (text) => (text === "" ? undefined : { is: "answer", text }),
};

const ALONE = ["again", "nothing", "unknown"] as const;

/** The words of this language that are nobody's names. */
export const ACTION_WORDS: readonly string[] = [
  ...Object.keys(READERS),
  ...ALONE,
  ...["*", ">", ">=", "<", "<=", "=", "whose", "is", "of", "down", "up"],
];

/** The lines that can be read, in their order; a line that cannot is passed over. */
export function readActions(text: string): readonly Action[] {
  return text
    .split("\n")
    .map((line) => readAction(line.trim()))
    .filter((action) => action !== undefined);
}

function readAction(line: string): Action | undefined {
  const alone = ALONE.find((word) => word === line);
  if (alone !== undefined) return { is: alone };
  const [verb = "", ...rest] = line.split(" ");
  const action = Object.hasOwn(READERS, verb) ? READERS[verb]?.(rest.join(" ").trim()) : undefined;
  if (action !== undefined) return action;
  const [, attribute, value] = /^(.+?): (.+)$/.exec(line) ?? [];
  return attribute === undefined || value === undefined ? undefined : { is: "fact", attribute, value };
}

function isComparison(text: string | undefined): text is Comparison["comparison"] {
  return text === ">" || text === ">=" || text === "<" || text === "<=" || text === "=";
}

function withNumbers(
  text: string,
  make: (numbers: readonly number[]) => Action | undefined,
): Action | undefined {
  return /^\d{1,4}(?: \d{1,4})*$/.test(text) ? make(text.split(" ").map(Number)) : undefined;
}

function withParts(
  text: string,
  separator: string,
  make: (parts: readonly string[]) => Action,
): Action | undefined {
  const parts = partsOf(text, separator);
  return parts.length === 0 ? undefined : make(parts);
}

function partsOf(text: string, separator: string): readonly string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}
