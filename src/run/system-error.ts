/** @file What the operating system says when a file cannot be made, read or written. */

/** An error of the operating system: it has a code such as `ENOSPC`. */
export function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string" && "syscall" in error;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EDQUOT: "the disk quota is used up",
  EEXIST: "a file of that name is in the way",
  EFBIG: "the file may not grow any more",
  EISDIR: "it is a directory",
  ENOENT: "there is no such file or directory",
  ENOSPC: "no space left on the device",
  ENOTDIR: "a part of the path is not a directory",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
};

/** In words, e.g. `permission denied (EACCES)`. */
export function systemReason(error: Error & { readonly code: string }): string {
  const reason = REASONS[error.code];
  return reason === undefined ? error.message : `${reason} (${error.code})`;
}
