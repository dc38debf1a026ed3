/** @file What the thread that reads documents is asked, and what it answers. */
import type { StoredPage } from "../stored-page.ts";
import type { DocumentLimits } from "./limits.ts";
import type { DocumentPath } from "./read-file.ts";

export interface DocumentRequest {
  readonly file: DocumentPath;
  readonly limits: DocumentLimits;
}

export type DocumentReply =
  | { readonly kind: "pages"; readonly pages: readonly StoredPage[] }
  | { readonly kind: "unread"; readonly why: string }
  | { readonly kind: "bug"; readonly error: unknown };
