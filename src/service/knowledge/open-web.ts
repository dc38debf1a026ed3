/** @file The live web as a knowledge base: a search service, and the fetcher or a reading service. */
import { join } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import { hostList } from "../../fetch/address/host-list.ts";
import { openFetcher } from "../../fetch/open-fetcher.ts";
import { fetchSettingsSchema } from "../../fetch/settings.ts";
import { webServicesFromEnvironment } from "../../kb/web/environment.ts";
import type { PageReader } from "../../kb/web/search-service.ts";
import { openWebKnowledgeBase } from "../../kb/web/web-knowledge-base.ts";
import { cacheDirectory } from "../places/places.ts";
import type { Variables } from "../surroundings.ts";
import type { KnowledgePlan } from "./knowledge-plan.ts";

interface WebParts {
  readonly variables: Variables;
  /** A line for the user. */
  readonly say: (line: string) => void;
}

/** Throws `ConfigError` where no search service has a key, or a setting cannot be. */
export function openWeb(plan: KnowledgePlan, { variables, say }: WebParts): KnowledgeBase {
  const { search, readers } = webServicesFromEnvironment(variables);
  const { allowHosts, denyHosts, offline } = plan;
  const isAllowedHost = hostRule(allowHosts, denyHosts);
  const reader = plan.reader === "fetcher" ? ownReader(plan) : serviceReader(plan.reader, readers);
  if (offline && plan.reader !== "fetcher") {
    throw new ConfigError("--offline replays what the fetcher has kept: leave --reader out.");
  }
  return openWebKnowledgeBase({
    search,
    reader,
    isAllowed: (url) => URL.canParse(url) && isAllowedHost(new URL(url).hostname),
    onFailure: (error) => say(`wideseek: ${error.message}`),
  });
}

function ownReader({
  allowHosts = [],
  denyHosts = [],
  offline,
  revalidate = false,
}: KnowledgePlan): PageReader {
  const settings = fetchSettingsSchema.safeParse({
    allowHosts,
    denyHosts,
    offline,
    revalidate,
    cacheDirectory: join(cacheDirectory, "web"),
  });
  if (settings.success) return openFetcher(settings.data);
  const [issue] = settings.error.issues;
  throw new ConfigError(
    `The hosts cannot be "${[...allowHosts, ...denyHosts].join(",")}": one ${issue?.message}.`,
  );
}

function serviceReader(
  name: string,
  readers: readonly (PageReader & { readonly name: string })[],
): PageReader {
  const found = readers.find((reader) => reader.name.toLowerCase().startsWith(name));
  if (found !== undefined) return found;
  const known = readers.map((reader) => reader.name).join(", ") || "none";
  throw new ConfigError(
    `--reader ${name} has no key in the environment. With a key: ${known}; or leave it out.`,
  );
}

function hostRule(
  allowed: readonly string[] | undefined,
  denied: readonly string[] = [],
): (host: string) => boolean {
  const isAllowed = allowed === undefined ? () => true : hostList(allowed);
  const isDenied = hostList(denied);
  return (host) => isAllowed(host) && !isDenied(host);
}
