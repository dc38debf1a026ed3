/** @file A run under way as plain lines, for logs: one when an agent begins, one when it ends. */
import type { RunEvent } from "../core/events.ts";
import { takeoverIn } from "../llm/embedded/takeover.ts";
import { writeTime, writeTokens } from "./amounts.ts";
import { describeCall } from "./describe-call.ts";
import { cut, oneLine } from "./fit.ts";

const MAX_SUBJECT = 100;

/** The line of an event; `undefined` for an event that a log need not show. */
export function plainLine(event: RunEvent): string | undefined {
  const text = lineOf(event);
  return text === undefined ? undefined : `[${writeTime(event.at)}] ${cut(oneLine(text), MAX_SUBJECT)}`;
}

function lineOf(event: RunEvent): string | undefined {
  switch (event.type) {
    case "agent-start":
      return `${event.agent} begins: ${event.subtask}`;
    case "sample-end": {
      const takeover = takeoverIn(event.sample.message);
      return takeover?.reason && `${event.agent} is taken over by the ${takeover.model}: ${takeover.reason}`;
    }
    case "tool-start":
      return `${event.agent} calls ${describeCall(event.call)}`;
    case "agent-end": {
      const { promptTokens, sampledTokens } = event.usage;
      const tokens = `${writeTokens(promptTokens + sampledTokens)} tokens`;
      const error = event.error === undefined ? "" : `: ${event.error}`;
      return `${event.agent} ends: ${event.stop}, ${tokens}${error}`;
    }
    default:
      return undefined;
  }
}
