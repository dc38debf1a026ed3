/** @file Several knowledge bases as one: one's own documents together with the web. */
import { FetchError, ToolInputError } from "../../core/errors.ts";
import type { KnowledgeBase, Page, Passage, SearchRequest } from "../../core/knowledge-base.ts";
import { urlKey } from "../url-key.ts";

export interface JoinOptions {
  /** Default: the names of the parts, with ` + ` between. */
  readonly name?: string | undefined;
  /** Hears of a part that could not answer a search where another one did. */
  readonly onFailure?: ((part: KnowledgeBase, error: FetchError | ToolInputError) => void) | undefined;
}

/**
 * A search asks all parts at once and takes their passages in turn: each part's first, in the order of the parts, then each
 * part's second. A part that fails is left out; where all fail, so does the search. A page is looked up in one part
 * after another: the web comes last, and knows at once that a URL like `doc:` is not its own. Closes the parts with it.
 */
export function joinedKnowledgeBase(
  parts: readonly KnowledgeBase[],
  options: JoinOptions = {},
): KnowledgeBase {
  const { name = parts.map((part) => part.name).join(" + "), onFailure } = options;
  const counts = parts.map(({ pageCount }) => pageCount);
  const known = counts.filter((count) => count !== undefined);
  let isOpen = true;

  function assertReady(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (!isOpen) throw new FetchError(`The knowledge base ${name} is closed.`);
  }

  return {
    name,
    pageCount: known.length < counts.length ? undefined : known.reduce((sum, count) => sum + count, 0),
    isTrusted: parts.every(({ isTrusted }) => isTrusted === true) ? true : undefined,
    async search(request) {
      assertReady(request.signal);
      const outcomes = await Promise.all(parts.map((part) => searchPart(part, request)));
      request.signal?.throwIfAborted();
      const found = outcomes.flatMap((outcome) => ("found" in outcome ? [outcome.found] : []));
      const failures = outcomes.flatMap((outcome) => ("failure" in outcome ? [outcome] : []));
      if (found.length === 0 && failures.length > 0) throw allFailed(failures.map(({ failure }) => failure));
      for (const { part, failure } of failures) onFailure?.(part, failure);
      return interleaved(found)
        .slice(0, Math.max(0, request.limit))
        .map((passage, index): Passage => ({ ...passage, score: 1 / (index + 1) }));
    },
    async access(url, signal) {
      assertReady(signal);
      const failures: Failure[] = [];
      for (const part of parts) {
        const page = await accessPart(part, url, { signal, failures });
        if (page !== undefined) return page;
      }
      if (failures.length > 0) throw allFailed(failures);
      return undefined;
    },
    async close() {
      isOpen = false;
      await Promise.all(parts.map((part) => part.close()));
    },
  };
}

type Failure = FetchError | ToolInputError;

type Outcome =
  | { readonly found: readonly Passage[] }
  | { readonly part: KnowledgeBase; readonly failure: Failure };

async function searchPart(part: KnowledgeBase, request: SearchRequest): Promise<Outcome> {
  try {
    return { found: await part.search(request) };
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { part, failure: error };
  }
}

async function accessPart(
  part: KnowledgeBase,
  url: string,
  { signal, failures }: { signal: AbortSignal | undefined; failures: Failure[] },
): Promise<Page | undefined> {
  try {
    return await part.access(url, signal);
  } catch (error) {
    if (!isFailure(error)) throw error;
    failures.push(error);
    return undefined;
  }
}

function isFailure(error: unknown): error is Failure {
  return error instanceof FetchError || error instanceof ToolInputError;
}

/** What could not be carried out weighs more than what nobody can do. */
function allFailed(failures: readonly Failure[]): Failure {
  const [first] = failures;
  const failed = failures.filter((failure) => failure instanceof FetchError);
  if (failed.length === 0 && first !== undefined) return first;
  if (failed.length === 1 && failed[0] !== undefined) return failed[0];
  return new FetchError(failed.map(({ message }) => message).join(" "), { cause: first });
}

/** By rank; a passage stands only once, wherever it was found first. */
function interleaved(rankings: readonly (readonly Passage[])[]): readonly Passage[] {
  const longest = Math.max(0, ...rankings.map((ranking) => ranking.length));
  const passages = new Map<string, Passage>();
  for (let rank = 0; rank < longest; rank++) {
    for (const passage of rankings.flatMap((ranking) => ranking[rank] ?? [])) {
      const key = `${urlKey(passage.url)}\n${passage.id ?? passage.text}`;
      if (!passages.has(key)) passages.set(key, passage);
    }
  }
  return [...passages.values()];
}
