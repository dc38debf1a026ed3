/** @file A knowledge base together with tools of the user's own, which agents are given beside search and access. */
import type { KnowledgeBase } from "../core/knowledge-base.ts";
import type { Tool } from "../core/tool.ts";

export interface KnowledgeBaseWithTools extends KnowledgeBase {
  /** Absent where there is only the knowledge base. Their names differ from those of all other tools of an agent. */
  readonly tools?: readonly Tool[] | undefined;
}
