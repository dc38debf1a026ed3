/** @file The keyboard of a terminal while a run goes on: raw as long as it is open, as it was before whatever ends the program. */
import { readFileSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { isSystemError } from "../../run/system-error.ts";
import { editLine } from "./edit-line.ts";
import { type Key, openKeyReader } from "./read-keys.ts";

/** What a user may do while a run goes on. */
export interface Listener {
  /** A line was sent; it is not empty. */
  said(text: string): void;
  /** Esc on an empty line, or Ctrl-C. */
  stopped(): void;
}

export interface Keyboard {
  /** What is typed and not sent yet; `undefined` while the program is in the background, where nobody can type. */
  readonly typed: string | undefined;
  /** May be called again. */
  close(): void;
}

/** What reads the keys, as `process.stdin` does where it is a terminal. */
export interface KeySource extends NodeJS.ReadableStream {
  readonly isTTY?: boolean | undefined;
  readonly readableEnded?: boolean | undefined;
  setRawMode?(mode: boolean): unknown;
}

interface KeyboardParts {
  readonly stdin: KeySource;
  /** The terminal that shows what is typed. */
  readonly screen: NodeJS.WritableStream;
  readonly listener: Listener;
  /** The typed line has changed. */
  onChange(): void;
  /** Whether the program may change the terminal. */
  readonly isForeground?: (() => boolean) | undefined;
}

/** An Escape is the key of that name if nothing follows within this time, on slow lines too. */
const ESCAPE_MS = 80;
/** How often a program in the background looks whether it still is. */
const LOOK_MS = 500;
const PASTES_MARKED = "\u001b[?2004h";
const PASTES_UNMARKED = "\u001b[?2004l";
const CURSOR_SHOWN = "\u001b[?25h";
/** Signals that end a program without asking it, and would leave the terminal raw. */
const DEADLY = ["SIGHUP", "SIGQUIT"] as const;

/** `undefined` where nobody can ever type: there is no terminal, or its end was reached. */
export function openKeyboard(parts: KeyboardParts): Keyboard | undefined {
  const { stdin, screen, listener, onChange, isForeground = isInForeground } = parts;
  if (stdin.isTTY !== true || stdin.readableEnded === true) return undefined;
  const reader = openKeyReader();
  const decoder = new StringDecoder("utf8");
  let typed = "";
  let isRaw = false;
  let settling: NodeJS.Timeout | undefined;

  const enter = () => {
    if (isRaw || !isForeground()) return;
    isRaw = true;
    stdin.setRawMode?.(true);
    stdin.on("data", onData).resume();
    screen.write(PASTES_MARKED);
  };
  const leave = () => {
    if (!isRaw) return;
    isRaw = false;
    stdin.off("data", onData).pause();
    stdin.setRawMode?.(false);
    screen.write(PASTES_UNMARKED);
  };
  const press = (key: Key) => {
    if (key.kind === "suspend") suspend();
    else if (key.kind === "interrupt" || (key.kind === "escape" && typed === "")) listener.stopped();
    else if (key.kind === "enter") send();
    else typed = key.kind === "escape" ? "" : editLine(typed, key);
  };
  /** As Ctrl-Z does where the terminal is not raw; when the program goes on, the keyboard is opened again. */
  const suspend = () => {
    leave();
    // the picture hides it again when it is drawn
    screen.write(CURSOR_SHOWN);
    process.kill(process.pid, "SIGTSTP");
  };
  const send = () => {
    const text = typed.trim();
    typed = "";
    if (text !== "") listener.said(text);
  };
  const take = (keys: readonly Key[]) => {
    for (const key of keys) press(key);
    if (keys.length > 0) onChange();
  };
  const onData = (bytes: Buffer | string) => {
    clearTimeout(settling);
    take(reader.read(typeof bytes === "string" ? bytes : decoder.write(bytes)));
    if (reader.waits) settling = setTimeout(() => take(reader.settle()), ESCAPE_MS);
  };
  const dieOf = (signal: NodeJS.Signals) => {
    close();
    process.kill(process.pid, signal);
  };
  const close = () => {
    clearTimeout(settling);
    clearInterval(looking);
    leave();
    stdin.off("error", close).off("end", close);
    process.off("exit", close);
    for (const signal of DEADLY) process.off(signal, dieOf);
  };
  stdin.on("error", close).on("end", close);
  process.on("exit", close);
  for (const signal of DEADLY) process.on(signal, dieOf);
  enter();
  // a shell need not tell a program that it is brought to the front
  const looking = setInterval(enter, LOOK_MS);
  return {
    get typed() {
      return isRaw ? typed : undefined;
    },
    close,
  };
}

/** A program in the background is stopped by the system when it changes the terminal. Where that cannot be told, it is in the foreground. */
function isInForeground(): boolean {
  try {
    const stat = readFileSync("/proc/self/stat", "utf8");
    const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return foreground === "-1" || group === foreground;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return true;
  }
}
