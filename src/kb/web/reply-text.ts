/** @file The body of a reply as text: no more of it than allowed, and the reason in it where it tells of a failure. */
import { z } from "zod";

/** `undefined`: there is more than `maxBytes`; the rest is not read. */
export async function readBody(response: Response, maxBytes: number): Promise<string | undefined> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}

const MOST_CHARACTERS = 200;

const said = z.union([
  z.string(),
  z.looseObject({ message: z.string() }).transform(({ message }) => message),
  z.looseObject({ error: z.string() }).transform(({ error }) => error),
  z.looseObject({ detail: z.string() }).transform(({ detail }) => detail),
]);

const failure = z.union([
  said,
  z.looseObject({ error: said }).transform(({ error }) => error),
  z.looseObject({ detail: said }).transform(({ detail }) => detail),
]);

/** What a service says of its failure, in one line without a full stop: the message in its JSON, or its text without tags. */
export function reasonIn(body: string): string {
  const words =
    messageIn(body) ?? body.slice(0, 5_000).replace(/<(style|script)\b[\s\S]*?<\/\1>|<[^<>]*>/gi, " ");
  const line = words
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim()
    .replace(/[.\s]+$/, "");
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line;
}

function messageIn(body: string): string | undefined {
  const json = jsonIn(body);
  return json === undefined ? undefined : failure.safeParse(json.value).data;
}

/** `undefined`: it is not JSON. */
export function jsonIn(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
