/** @file A quote with the value marked in it, where it stands there word for word. */
import { findValue } from "./find-value.ts";

interface MarkedProps {
  readonly text: string;
  readonly value: string;
}

export function Marked({ text, value }: MarkedProps) {
  const found = findValue(text, value);
  if (found === undefined) return text;
  return (
    <>
      {text.slice(0, found.start)}
      <mark>{text.slice(found.start, found.end)}</mark>
      {text.slice(found.end)}
    </>
  );
}
