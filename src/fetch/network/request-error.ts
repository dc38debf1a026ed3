/** @file What a request throws, as the reason why the page could not be fetched. */
import { type FetchReason, PageError } from "../errors.ts";

const REASONS: readonly (readonly [codes: RegExp, reason: FetchReason, what: string])[] = [
  [/^(?:ENOTFOUND|ENODATA|EAI_\w+|ESERVFAIL)$/, "dns", "the host's name could not be resolved"],
  [/^UND_ERR_CONNECT_TIMEOUT$|^ETIMEDOUT$/, "timeout", "no connection in time"],
  [/^UND_ERR_HEADERS_TIMEOUT$/, "timeout", "no answer in time"],
  [/^UND_ERR_HEADERS_OVERFLOW$|^HPE_HEADER_OVERFLOW$/, "protocol", "the answer's headers are too large"],
  [/^UND_ERR_RES_CONTENT_LENGTH_MISMATCH$/, "protocol", "the body is not as long as announced"],
  [/^HPE_/, "protocol", "the answer is no valid HTTP"],
  [/^(?:UND_ERR_DESTROYED|UND_ERR_CLOSED)$/, "closed", "the fetcher was closed"],
  [/^ECONNREFUSED$/, "connection", "the connection was refused"],
  [/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET|UND_ERR_INFO)$/, "connection", "the connection was lost"],
  [/CERT|^UNABLE_TO_|^HOSTNAME_|^CRL_/, "connection", "the host's certificate is not trusted"],
  [/^(?:ERR_SSL_|ERR_TLS_|EPROTO$)/, "connection", "no secure connection could be made"],
  [/^E[A-Z]+$/, "connection", "no connection could be made"],
];

/** The error as a `PageError`; one that no network throws is returned as it is. */
export function asPageError(error: unknown, url: URL): unknown {
  if (error instanceof PageError) return error;
  const code = codeOf(error);
  const found = REASONS.find(([codes]) => codes.test(code ?? ""));
  if (found === undefined) return error;
  const [, reason, what] = found;
  return new PageError(reason, `Cannot read ${url.href}: ${what} (${code}).`, { cause: error });
}

/** Whether the server hung up without an answer, as it may on a connection that was kept open too long. */
export function isHangUp(error: unknown): boolean {
  return ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET"].includes(codeOf(error) ?? "");
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return error.name === "HTTPParserError" ? "HPE_INVALID" : undefined;
}
