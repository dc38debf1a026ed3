/** @file How people ask for a table. Some forms are kept for the test split. */

/**
 * `{set}` is a plural noun phrase without an article, `{attributes}` reads `A, B and C`, `{columns}` names all columns,
 * `{noun}` is the singular of what a row stands for.
 */
export const widePhrasings: readonly string[] = [
  "List the {set} with columns: {columns}.",
  "Make a table of the {set} showing {attributes}.",
  "For each of the {set}, give its {attributes}.",
  "I need a table of the {set}. Report {columns}.",
  "What are the {set}? For each one give {attributes}.",
  "Name the {set} and state the {attributes} of each.",
  "Please compile the {set} into one table ({columns}).",
  "Give me an overview of the {set}: {attributes}.",
  "Find all of the {set} and tabulate {attributes} for each.",
  "I am comparing the {set}. Could you collect {attributes} for every one of them?",
  "Table wanted: {set}; columns {columns}.",
  "Tell me the {attributes} of each of the {set}.",
  "Look up the {set} and report {attributes} in a table.",
  "Show me all of the {set} together with {attributes}.",
  "Create a table with one row for each of the {set} and these columns: {columns}.",
  "For a report I need the {set}, each with {attributes}.",
  "Which are the {set}? Please list them with {attributes}.",
  "Collect the following for the {set}: {attributes}.",
  "Compare the {set} by {attributes}.",
  "Put together a complete list of the {set}, including {attributes}.",
  "Could you list the {set}? I want to know the {attributes} of each.",
  "{columns} for all of the {set}, please.",
  "Draw up a table of {attributes} for the {set}.",
  "We need data on the {set}: {attributes} for each, one row per {noun}.",
  "Enumerate the {set}; the columns are {columns}.",
  "What do we know about the {set}? Columns: {columns}.",
  "Write down every one of the {set} and, next to it, {attributes}.",
  "Gather the {set} in one table; include {attributes}.",
];

/** Only in the test split. */
export const heldOutWidePhrasings: readonly string[] = [
  "Prepare a sheet on the {set} that has the columns {columns}.",
  "Take the {set} and note {attributes} for each of them.",
];

export const chineseWidePhrasings: readonly string[] = [
  "请列出{set}，并给出每一个的{attributes}。",
  "制作一张表格，列出{set}，列为：{columns}。",
  "{set}有哪些？请给出{attributes}。",
  "我需要一张关于{set}的表格，包含以下列：{columns}。",
  "请整理{set}的{attributes}。",
  "查找{set}，并用表格列出{attributes}。",
  "请把{set}汇总成表，表头为{columns}。",
  "帮我比较{set}的{attributes}。",
  "列出所有{set}及其{attributes}。",
  "请收集{set}的以下信息：{attributes}。",
];

/** Only in the test split. */
export const heldOutChineseWidePhrasings: readonly string[] = [
  "请做一份{set}的清单，每行注明{attributes}。",
  "关于{set}，请按{columns}这几列整理成一张表。",
];
