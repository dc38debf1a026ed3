/** @file Why a page could not be fetched: one error with a reason that code can read and a message that people can. */
import { FetchError } from "../core/errors.ts";

export type FetchReason =
  /** Not a URL that is fetched: no http(s), credentials, a port or host that is refused, too long. */
  | "url"
  /** The lists of hosts forbid it. */
  | "host"
  /** It leads to an address that is not on the public internet. */
  | "address"
  /** robots.txt forbids it, or could not be read. */
  | "robots"
  | "dns"
  | "connection"
  | "timeout"
  /** What came is no HTTP: headers too large, a length that lies, a garbled answer. */
  | "protocol"
  /** Too many redirects, a loop, one without a target or from https to http. */
  | "redirect"
  /** A status that is neither a page nor the absence of one. */
  | "status"
  /** The host answers 429 or 503, or asked for a longer pause than the settings allow. */
  | "busy"
  | "too-large"
  /** The body's compression is unknown or broken. */
  | "encoding"
  /** A kind of content that is not read, e.g. an image. */
  | "type"
  /** The right kind of content, but no text can be taken from it. */
  | "unreadable"
  /** Not in the cache, and the fetcher is offline. */
  | "offline"
  /** The fetcher was closed meanwhile. */
  | "closed";

export class PageError extends FetchError {
  readonly reason: FetchReason;

  constructor(reason: FetchReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
