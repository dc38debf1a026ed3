/** @file What a cluster or a server says when it does not do what was asked, and what a person has to do then. */
import { ConfigError } from "../../core/errors.ts";

/** How messages name it. */
export interface ClusterName {
  /** `OpenSearch cluster`, `Qdrant server`. */
  readonly kind: string;
  /** Its addresses, without credentials. */
  readonly place: string;
}

/** A request was refused, or the cluster could not be reached, which has no status. */
export class ClusterError extends Error {
  override readonly name = "ClusterError";
  /** Of HTTP. */
  readonly status: number | undefined;

  constructor(message: string, options: ErrorOptions & { readonly status?: number | undefined } = {}) {
    super(message, options);
    this.status = options.status;
  }
}

/** Worth trying again: the cluster is busy, moving shards, or out of reach for a moment. */
export function isPassing(error: unknown): boolean {
  return error instanceof ClusterError && [undefined, 429, 502, 503, 504].includes(error.status);
}

/** What a person has to do about an error of `what`, which begins the sentence; other errors stay what they are. */
export function configError(error: unknown, { kind, place }: ClusterName, what: string): unknown {
  if (!(error instanceof ClusterError)) return error;
  const options = { cause: error };
  if (error.status === 401 || error.status === 403) {
    return new ConfigError(
      `${what}: the ${kind} at ${place} refuses this user (${error.status}). Give the name and password, or the token, of one who may.`,
      options,
    );
  }
  if (error.status === undefined) {
    return new ConfigError(
      `${what}: no ${kind} answers at ${place} (${error.message}). Start it, or name another address.`,
      options,
    );
  }
  return new ConfigError(`${what} at ${place}: ${error.message}.`, options);
}
