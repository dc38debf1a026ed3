/** @file Fetched text made safe to show a model: it cannot speak in the words of a chat template, nor end its own fence. */

/**
 * The text between two lines that name its page. No text can write such a line itself: the brackets of these lines become
 * square brackets wherever else they stand. Control tokens are `neutralised`.
 */
export function fenced(
  text: string,
  attributes: { readonly url: string; readonly title?: string | undefined },
): string {
  const title = oneLine(attributes.title ?? "", MOST_TITLE_CHARACTERS);
  const url = oneLine(attributes.url, MOST_URL_CHARACTERS);
  const name = title === "" ? url : `${title} — ${url}`;
  return `⟦page text begins: ${name}⟧\n${withoutBrackets(neutralised(text))}\n⟦page text ends: ${url}⟧`;
}

/**
 * The text with the brackets of control tokens exchanged for others, one character for one: `<|im_start|>` becomes
 * `‹|im_start|›` and `[INST]` becomes `(INST)`. So a tokenizer reads them as the words they are, whichever model it
 * belongs to. Everything else stays as it is.
 */
export function neutralised(text: string): string {
  return text.replace(ANGLED, roundAngles).replace(SQUARE, (token) => `(${token.slice(1, -1)})`);
}

const FENCE = /^⟦page text begins: [^\n]*⟧\n([\s\S]*?)\n⟦page text ends: [^\n]*⟧$/gmu;

/** The text without the fences in it, for policies that read by rule and take no orders from a page. */
export function unfenced(text: string): string {
  return text.replace(FENCE, (_, inside: string) => inside);
}

const MOST_TITLE_CHARACTERS = 300;
const MOST_URL_CHARACTERS = 2_000;

/** Names that models read as tokens, or as the frame of a tool call or a thought, where they stand in angle brackets. */
const NAMES = [
  "bos|eos|pad|unk|mask|s|sop|eop",
  "(?:start|end)_of_(?:turn|image)",
  "tools?_(?:calls?|responses?|results?|outputs?|use|code)|tools",
  "function_(?:calls?|results?|response)|function|invoke|parameter",
  "think|thinking|thought|reasoning",
].join("|");

/** A word between bars, in the ASCII form of most models and in the full-width form of DeepSeek; one bar may be missing. */
const BARRED = [
  "<[|｜][^\\s<>|｜‹›]{1,64}[|｜]>",
  "<[|｜]/?[\\p{L}\\p{N}_]{1,64}>",
  "</?[\\p{L}\\p{N}_]{1,64}[|｜]>",
].join("|");

const ATTRIBUTES = "(?:\\s*/?|(?:\\s+[\\w:.-]{1,40}\\s*)?=[^<>‹›]{0,200})";

const ANGLED = new RegExp(`${BARRED}|<</?SYS>>|</?(?:[a-z]{1,20}:)?(?:${NAMES})${ATTRIBUTES}>`, "giu");

const SQUARE =
  /\[\/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|CALL_ID|ARGS|THINK|gMASK|sMASK)\]/g;

function roundAngles(token: string): string {
  return token.startsWith("<<") ? `‹‹${token.slice(2, -2)}››` : `‹${token.slice(1, -1)}›`;
}

/** Those of the fence, and those that look like them. */
function withoutBrackets(text: string): string {
  return text.replace(/[⟦〚⟬]/g, "[").replace(/[⟧〛⟭]/g, "]");
}

function oneLine(text: string, most: number): string {
  return withoutBrackets(neutralised(text))
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .slice(0, most);
}
