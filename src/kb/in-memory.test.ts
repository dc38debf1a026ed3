import { describeKnowledgeBase } from "../testing/describe-knowledge-base.ts";
import { inMemoryKnowledgeBase } from "./in-memory.ts";

describeKnowledgeBase("a knowledge base in memory", {
  create: async (pages) => inMemoryKnowledgeBase(pages),
});
