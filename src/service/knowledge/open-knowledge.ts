/** @file Opens all that a question is put to, as one knowledge base, with the tools of the user's own servers. */
import type { KnowledgeBase } from "../../core/knowledge-base.ts";
import { joinedKnowledgeBase } from "../../kb/web/joined-knowledge-base.ts";
import type { KnowledgeBaseWithTools } from "../../tools/knowledge-base-with-tools.ts";
import { openMcpTools } from "../../tools/mcp/open-mcp-tools.ts";
import type { Surroundings } from "../surroundings.ts";
import type { KnowledgePlan } from "./knowledge-plan.ts";
import { openNamed } from "./open-named.ts";
import { openWeb } from "./open-web.ts";

/** `undefined`: the user stopped the building of an index. Throws `ConfigError` where one cannot be opened. */
export async function openKnowledge(
  plan: KnowledgePlan,
  { variables, signal, onBuild, say, cacheDirectory }: Surroundings,
): Promise<KnowledgeBaseWithTools | undefined> {
  const opened: KnowledgeBase[] = [];
  const closeAll = () => Promise.all(opened.map((one) => one.close()));
  try {
    for (const name of plan.kb) {
      const { network, embedding, embeddingModel } = plan;
      opened.push(
        await openNamed(name, {
          network,
          embedding,
          embeddingModel,
          variables,
          signal,
          onProgress: onBuild,
          cacheDirectory,
        }),
      );
    }
    if (plan.web) opened.push(openWeb(plan, { variables, say }));
    return await withTools(joined(opened, say), plan, { signal, say });
  } catch (error) {
    await closeAll();
    if (signal.aborted && error === signal.reason) return undefined;
    throw error;
  }
}

function joined(opened: readonly KnowledgeBase[], say: Surroundings["say"]): KnowledgeBase {
  const [only] = opened;
  if (only !== undefined && opened.length === 1) return only;
  return joinedKnowledgeBase(opened, {
    onFailure: (part, error) => say(`wideseek: ${part.name} could not be searched: ${error.message}`),
  });
}

async function withTools(
  knowledgeBase: KnowledgeBase,
  { mcp = [] }: KnowledgePlan,
  surroundings: Pick<Surroundings, "signal" | "say">,
): Promise<KnowledgeBaseWithTools> {
  if (mcp.length === 0) return knowledgeBase;
  const { tools, close } = await openMcpTools(mcp, surroundings);
  return {
    ...knowledgeBase,
    tools,
    close: async () => {
      await close();
      await knowledgeBase.close();
    },
  };
}
