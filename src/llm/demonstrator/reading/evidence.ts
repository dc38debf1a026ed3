/** @file What an agent has read, calls that failed twice counting as empty so that none is made for ever. */
import { z } from "zod";
import type { SampleRequest } from "../../../core/sampler.ts";
import type { Evidence } from "../policy/subagent.ts";
import type { Conversation } from "./conversation.ts";

const target = z.object({ query: z.string().optional(), url: z.string().optional() });
const written = z.union([
  z.object({ queries: z.array(target) }).transform(({ queries }) => queries),
  z.object({ urls: z.array(target) }).transform(({ urls }) => urls),
  target.transform((one) => [one]),
]);

export function evidenceOf({ searches, pages }: Conversation, { messages }: SampleRequest): Evidence {
  const tried = new Map<string, number>();
  const calls = messages.flatMap((message) => (message.role === "assistant" ? message.toolCalls : []));
  const targets = calls.flatMap((call) => targetsOf(call.arguments));
  for (const { query, url } of targets) {
    const key = query ?? url ?? "";
    tried.set(key, (tried.get(key) ?? 0) + 1);
  }
  const given = (key: string) => (tried.get(key) ?? 0) > 1;
  const lostSearches = targets.flatMap(({ query }) =>
    query !== undefined && given(query) && !searches.some((search) => search.query === query)
      ? [{ query, hits: [] }]
      : [],
  );
  const lostPages = targets.flatMap(({ url }) =>
    url !== undefined && given(url) && !pages.some((page) => page.url === url) ? [{ url, text: "" }] : [],
  );
  return { searches: [...searches, ...lostSearches], pages: [...pages, ...lostPages] };
}

function targetsOf(text: string): readonly z.infer<typeof target>[] {
  try {
    const parsed = written.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
