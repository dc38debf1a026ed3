/** @file The answer of an MCP tool as text. */
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";

/** Its texts as they are; what is no text is named, not shown. Data alone is written as JSON. */
export function resultText({ content, structuredContent }: CallToolResult): string {
  // half a character would make the whole request to a model invalid
  const text = content
    .map(partText)
    .join("\n\n")
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .trim();
  if (text !== "" || structuredContent === undefined) return text;
  return JSON.stringify(structuredContent, null, 1);
}

function partText(part: CallToolResult["content"][number]): string {
  switch (part.type) {
    case "text":
      return part.text;
    case "resource":
      return "text" in part.resource ? part.resource.text : `[a file: ${part.resource.uri}]`;
    case "resource_link":
      return `${part.title ?? part.name}: ${part.uri}`;
    case "image":
    case "audio":
      return `[${part.type}, not shown]`;
  }
}
