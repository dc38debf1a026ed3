import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { describeKnowledgeBase } from "../../testing/describe-knowledge-base.ts";
import { buildLanceIndex } from "./build.ts";
import { openLanceIndex } from "./open.ts";

const root = mkdtempSync(join(tmpdir(), "lance-"));
afterAll(() => rmSync(root, { recursive: true }));

describeKnowledgeBase("a LanceDB index", {
  create: async (pages) => {
    const directory = mkdtempSync(join(root, "index-"));
    const pageCount = await buildLanceIndex(directory, pages);
    return openLanceIndex(directory, { name: "test", pageCount });
  },
});
