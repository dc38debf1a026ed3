/** @file A document that is about to be read: its bytes, and what is known of its page beforehand. */
import type { StoredPage } from "../stored-page.ts";
import type { DocumentLimits } from "./limits.ts";

export interface ReadableDocument {
  readonly bytes: Uint8Array;
  /** Without its text; the title is the file's name. */
  readonly page: Omit<StoredPage, "text">;
  /** The path from the root. */
  readonly file: string;
  readonly limits: DocumentLimits;
}
