/** @file The object in a judge's reply, read as the official scorer reads it. */

/**
 * The last fenced `json` block that holds an object; `undefined` if there is none or it is not JSON. As in Python's
 * reader `NaN` and infinities are allowed; they are given as texts.
 */
export function parseJudgeReply(reply: string): unknown {
  const content = [...reply.matchAll(/```json(.*?)```/gs)]
    .map((match) => (match[1] ?? "").trim())
    .findLast((block) => block.startsWith("{") && block.endsWith("}"));
  if (content === undefined) return undefined;
  try {
    return JSON.parse(
      content.replace(/("(?:[^"\\]|\\.)*")|-?\b(?:NaN|Infinity)\b/g, (token, text) => text ?? `"${token}"`),
    );
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
