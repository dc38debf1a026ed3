/** @file How the servers of this family say that a request is refused. */
import { jsonReply, type Reply, refusalOf } from "../http/refusal.ts";

/** `{"detail": …}`, in one line. */
export function refusedReply(error: unknown): Reply {
  const { status, headers, message } = refusalOf(error);
  return jsonReply(status, { detail: message.replace(/\s+/gu, " ") }, headers);
}
