/** @file What a person does at the keyboard, read from the text that a terminal in raw mode sends. */

export type Key =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind:
        | "enter"
        | "escape"
        | "backspace"
        | "delete-word"
        | "delete-line"
        | "interrupt"
        | "suspend";
    };

export interface KeyReader {
  /** The keys that are whole; the beginning of one waits for its rest. */
  read(text: string): readonly Key[];
  /** Whether the beginning of a key waits: an Escape, or what the sequence of another key begins with. */
  readonly waits: boolean;
  /** Nothing came after it for a while: an Escape alone is the key of that name; other beginnings are dropped. */
  settle(): readonly Key[];
}

const ESCAPE = "\u001b";
const PASTE_BEGINS = "[200~";
const PASTE_ENDS = `${ESCAPE}[201~`;
/** What comes after the Escape of an arrow, a function key or an answer of the terminal. */
const SEQUENCE = /^(?:\[[0-?]*[ -/]*[@-~]|O[ -~])/u;
const LONGEST_SEQUENCE = 64;

const CONTROLS: ReadonlyMap<string, Exclude<Key["kind"], "text">> = new Map([
  ["\r", "enter"],
  ["\n", "enter"],
  ["\u007f", "backspace"],
  ["\b", "backspace"],
  ["\u0017", "delete-word"],
  ["\u0015", "delete-line"],
  ["\u0003", "interrupt"],
  ["\u001a", "suspend"],
] as const);

/** One piece at the beginning of what came, and how long it is; `undefined` where its rest has not come yet. */
interface Piece {
  readonly keys: readonly Key[];
  readonly length: number;
}

export function openKeyReader(): KeyReader {
  let waiting = "";
  let isPasting = false;
  const next = (): Piece | undefined => {
    if (isPasting) return pasted(waiting);
    if (waiting.startsWith(ESCAPE)) return escaped(waiting);
    return plain(waiting);
  };
  const take = ({ keys, length }: Piece): readonly Key[] => {
    const piece = waiting.slice(0, length);
    waiting = waiting.slice(length);
    if (piece === ESCAPE + PASTE_BEGINS) isPasting = true;
    else if (piece.endsWith(PASTE_ENDS)) isPasting = false;
    return keys;
  };
  return {
    read(text) {
      waiting += text;
      const keys: Key[] = [];
      while (waiting !== "") {
        const piece = next();
        if (piece === undefined) break;
        keys.push(...take(piece));
      }
      return keys;
    },
    get waits() {
      return waiting !== "" && !isPasting;
    },
    settle() {
      if (isPasting) return [];
      const keys: readonly Key[] = waiting === ESCAPE ? [{ kind: "escape" }] : [];
      waiting = "";
      return keys;
    },
  };
}

/** Up to the next control character, or that character. */
function plain(text: string): Piece {
  const printable = /^\P{Cc}+/u.exec(text)?.[0];
  if (printable !== undefined) {
    return { keys: [{ kind: "text", text: printable }], length: printable.length };
  }
  const kind = CONTROLS.get(text.slice(0, 1));
  return { keys: kind === undefined ? [] : [{ kind }], length: 1 };
}

function escaped(text: string): Piece | undefined {
  const rest = text.slice(1);
  if (rest === "") return undefined;
  if (rest.startsWith(ESCAPE)) return { keys: [{ kind: "escape" }], length: 1 };
  const sequence = SEQUENCE.exec(rest)?.[0];
  if (sequence !== undefined) return { keys: [], length: 1 + sequence.length };
  if (/^[[O]/u.test(rest)) {
    return rest.length > LONGEST_SEQUENCE ? { keys: [], length: 2 } : undefined;
  }
  // a key with Alt
  return { keys: rest.startsWith("\u007f") ? [{ kind: "delete-word" }] : [], length: 2 };
}

/** Lines that are pasted become one, so that no half of them is sent. */
function pasted(text: string): Piece | undefined {
  const end = text.indexOf(PASTE_ENDS);
  if (end >= 0) return { keys: textKeys(text.slice(0, end)), length: end + PASTE_ENDS.length };
  const tail = lengthOfBeginning(text, PASTE_ENDS);
  const length = text.length - tail;
  return length === 0 ? undefined : { keys: textKeys(text.slice(0, length)), length };
}

function textKeys(text: string): readonly Key[] {
  const line = text.replace(/\p{Cc}+/gu, " ");
  return line === "" ? [] : [{ kind: "text", text: line }];
}

/** How many characters at the end of `text` are a beginning of `word`. */
function lengthOfBeginning(text: string, word: string): number {
  for (let length = Math.min(text.length, word.length - 1); length > 0; length -= 1) {
    if (text.endsWith(word.slice(0, length))) return length;
  }
  return 0;
}
