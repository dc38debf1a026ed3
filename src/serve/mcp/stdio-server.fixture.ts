/** @file A process that serves one page over standard input and output. */
import { inMemoryKnowledgeBase } from "../../kb/in-memory.ts";
import { mcpServerOf } from "./mcp-server.ts";
import { serveStdio } from "./serve-stdio.ts";

const page = { url: "seed://country/estonia", title: "Estonia", text: "The capital of Estonia is Tallinn." };

await serveStdio(mcpServerOf(inMemoryKnowledgeBase([page], "small")));
process.stderr.write("ended\n");
