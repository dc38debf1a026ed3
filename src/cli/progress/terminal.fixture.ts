/** @file The real command in a terminal of its own: keys in, the screen's text out, and the terminal's modes afterwards. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";

/** The command itself. */
const MAIN = fileURLToPath(new URL("../main.ts", import.meta.url));
const TSX = import.meta.resolve("tsx");

export interface TerminalSession {
  type(keys: string): void;
  /** Resolves once `text` has been shown since the last time that something was waited for. */
  shown(text: string | RegExp): Promise<void>;
  /** The process id of the command. */
  pid(): Promise<number>;
  /** All that was shown, without what paints and moves the cursor, once the terminal is closed. */
  readonly ended: Promise<string>;
  close(): void;
}

const SIZE = { columns: 100, rows: 30 };

/** Afterwards the terminal says the exit code (`code 0`) and its modes (`icanon`, or `-icanon` where it is still raw). */
export function openTerminal(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  program = MAIN,
): TerminalSession {
  const command = [process.execPath, "--import", TSX, program, ...args].map(quoted).join(" ");
  const { columns, rows } = SIZE;
  const line = `stty cols ${columns} rows ${rows}; sh -c 'echo pid $$; exec "$@"' sh ${command}; echo "code $?"; stty -a`;
  const child = spawn("sh", ["-c", 'exec script -qec "$1" /dev/null', "sh", line], {
    env: { PATH: process.env["PATH"] ?? "", TERM: "xterm", SHELL: "/bin/sh", ...environment },
  });
  let all = "";
  let from = 0;
  const waiting = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    all += text;
    for (const check of waiting) check();
  });
  const shown = (wanted: string | RegExp): Promise<void> =>
    new Promise((resolve) => {
      const check = () => {
        const text = stripVTControlCharacters(all.slice(from));
        if (typeof wanted === "string" ? !text.includes(wanted) : !wanted.test(text)) return;
        waiting.delete(check);
        from = all.length;
        resolve();
      };
      waiting.add(check);
      check();
    });
  return {
    type: (keys) => child.stdin.write(keys),
    shown,
    pid: async () => {
      await shown(/pid \d+/);
      return Number(/pid (\d+)/.exec(all)?.[1]);
    },
    ended: new Promise((resolve) => {
      child.on("close", () => resolve(stripVTControlCharacters(all)));
    }),
    close: () => child.kill("SIGKILL"),
  };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
