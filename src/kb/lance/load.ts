/** @file Loads LanceDB, a native module, when it is first needed. */
import { ConfigError } from "../../core/errors.ts";
import { reason } from "./reason.ts";

export type Lance = typeof import("@lancedb/lancedb");

/** Throws `ConfigError` where the module is missing or has no binary for this machine. */
export async function loadLance(): Promise<Lance> {
  try {
    return await import("@lancedb/lancedb");
  } catch (error) {
    throw new ConfigError(
      `The search index needs @lancedb/lancedb, which cannot be loaded on ${process.platform}-${process.arch} ` +
        `(${reason(error)}). Install with optional dependencies on one of: linux x64 or arm64, macOS arm64, Windows x64 or arm64.`,
      { cause: error },
    );
  }
}
