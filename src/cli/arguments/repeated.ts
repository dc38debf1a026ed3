/** @file An option that may be given several times. */
import { Option } from "commander";

/** Its values come as a list. */
export function repeated(flags: string, description: string): Option {
  return new Option(flags, `${description}; may be repeated`).argParser<readonly string[]>(
    (value, before = []) => [...before, value],
  );
}
