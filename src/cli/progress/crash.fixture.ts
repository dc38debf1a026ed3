/** @file A program that crashes at the first key while its terminal is raw. */
import { openKeyboard } from "./keyboard.ts";

openKeyboard({
  stdin: process.stdin,
  screen: process.stderr,
  listener: { said: () => undefined, stopped: () => undefined },
  onChange: () => {
    throw new Error("a bug");
  },
});
process.stderr.write(`raw: ${process.stdin.isRaw}\n`);
