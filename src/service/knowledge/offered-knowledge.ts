/** @file Which knowledge bases a face lets its users choose from: those it was begun with, and folders of what they upload. */
import { readdir } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Passage, SearchRequest } from "../../core/knowledge-base.ts";
import { isSystemError } from "../../run/system-error.ts";
import type { Semaphore } from "../../util/semaphore.ts";
import { NotOfferedError } from "../not-offered.ts";
import type { Variables } from "../surroundings.ts";
import { keepDocument, type UploadedFile } from "./keep-document.ts";
import type { KnowledgePlan } from "./knowledge-plan.ts";
import { openKnowledge } from "./open-knowledge.ts";

interface KnownKnowledge {
  readonly name: string;
  /** Absent until it was opened once, and where its pages are not counted. */
  readonly pages?: number | undefined;
}

export interface OfferedKnowledge {
  /** The name of the live web among the others. */
  list(): Promise<readonly KnownKnowledge[]>;
  /** Without names, what the face was begun with. Throws `NotOfferedError`. */
  planOf(names?: readonly string[]): Promise<KnowledgePlan>;
  /** Throws `NotOfferedError`, and what opening and searching throw. */
  search(
    name: string,
    request: SearchRequest & { readonly signal: AbortSignal },
  ): Promise<readonly Passage[]>;
  /**
   * Keeps a document in the knowledge base of that name, which is made where there is none; one of the same name is replaced. Throws
   * `ToolInputError` for a name or file that cannot be, and `NotOfferedError` for a knowledge base that takes no documents.
   */
  add(
    name: string,
    file: UploadedFile,
    signal: AbortSignal,
  ): Promise<{ readonly name: string; readonly pages: number }>;
}

export interface OfferedKnowledgeParts {
  /** What a question is put to that names nothing. */
  readonly plan: KnowledgePlan;
  /** For uploaded documents: a folder in it is a knowledge base. */
  readonly directory: string;
  /** Where its indexes are kept; default: the user's cache. */
  readonly cacheDirectory?: string | undefined;
  /** Documents in one knowledge base. */
  readonly maxDocuments: number;
  readonly variables: Variables;
  /** One at a time: two that bring one folder's index up to date at once would be in each other's way. */
  readonly opening: Semaphore;
  say(line: string): void;
}

const WEB = "web";
const SEED = "seed";
/** Letters, digits and dashes: it is the name of a folder. */
const FOLDER_NAME = /^[\p{Ll}\p{Lo}\p{N}][\p{Ll}\p{Lo}\p{N}-]{0,63}$/u;

export function offerKnowledge(parts: OfferedKnowledgeParts): OfferedKnowledge {
  const { plan, variables, opening, say, cacheDirectory } = parts;
  const directory = resolve(parts.directory);
  const named = namedPlaces(plan.kb);
  const begunWith = new Map([[SEED, SEED], ...named]);
  const pages = new Map<string, number>();

  const placeOf = async (name: string): Promise<string> => {
    const place = begunWith.get(name);
    if (place !== undefined) return place;
    const uploaded = await foldersIn(directory);
    if (uploaded.includes(name)) return join(directory, name);
    const names = [...begunWith.keys(), ...uploaded].join(", ");
    throw new NotOfferedError(`There is no knowledge base "${name}" here. There are: ${names}.`);
  };
  const usual = [...named.keys(), ...(plan.web ? [WEB] : [])];
  const planOf = async (names: readonly string[] = usual): Promise<KnowledgePlan> => {
    const web = plan.web && names.includes(WEB);
    const others = [...new Set(names)].filter((name) => !(web && name === WEB));
    return { ...plan, web, kb: await Promise.all(others.map(placeOf)) };
  };
  const open = async (name: string, signal: AbortSignal) => {
    // nothing but its pages is wanted
    const wanted = { ...(await planOf([name])), mcp: undefined };
    const knowledgeBase = await opening.run(
      () => openKnowledge(wanted, { variables, signal, onBuild: () => undefined, say, cacheDirectory }),
      signal,
    );
    // it stops only where nobody waits any more
    if (knowledgeBase === undefined) throw signal.reason;
    const { pageCount } = knowledgeBase;
    if (pageCount !== undefined) pages.set(name, pageCount);
    return knowledgeBase;
  };
  return {
    list: async () => {
      const uploaded = (await foldersIn(directory)).filter((name) => !begunWith.has(name));
      const names = [...begunWith.keys(), ...uploaded, ...(plan.web ? [WEB] : [])];
      return names.map((name) => ({ name, pages: pages.get(name) }));
    },
    planOf,
    search: async (name, request) => {
      const knowledgeBase = await open(name, request.signal);
      return knowledgeBase.search(request).finally(() => knowledgeBase.close());
    },
    add: async (name, file, signal) => {
      if (begunWith.has(name) || name === WEB || !FOLDER_NAME.test(name)) {
        throw new NotOfferedError(
          `The knowledge base "${name}" takes no documents: choose another name of small letters, digits and dashes.`,
        );
      }
      await keepDocument(join(directory, name), file, { maxDocuments: parts.maxDocuments, signal });
      const knowledgeBase = await open(name, signal);
      await knowledgeBase.close();
      return { name, pages: knowledgeBase.pageCount ?? 0 };
    },
  };
}

/**
 * The places by the names that users see: that of its folder, or, where that means something else, the place as it was given. `seed` is
 * the built-in one, `./seed` a folder.
 */
function namedPlaces(places: readonly string[]): ReadonlyMap<string, string> {
  const named = new Map<string, string>();
  for (const place of places) {
    const name = place === SEED || isAddress(place) ? place : basename(resolve(place));
    const isTaken = named.has(name) || name === WEB || (name === SEED && place !== SEED);
    named.set(isTaken ? place : name, placeAt(place));
  }
  return named;
}

function placeAt(place: string): string {
  return place === SEED || isAddress(place) ? place : resolve(place);
}

function isAddress(place: string): boolean {
  return /^[\w+]+:\/\//u.test(place);
}

/** Hidden ones are none; a directory that is not there has none. */
async function foldersIn(directory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.flatMap((entry) =>
      entry.isDirectory() && FOLDER_NAME.test(entry.name) ? [entry.name] : [],
    );
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return [];
    throw error;
  }
}
