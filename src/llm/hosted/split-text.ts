/** @file Takes apart what a model writes as one text: its words, its thinking and tool calls written as tags. */

export interface SplitText {
  readonly content: string;
  readonly reasoning: string;
  /** What stood in each `<tool_call>` block; the last one may be cut off. */
  readonly toolCallBlocks: readonly string[];
}

export interface TextSplitter {
  /** `text` is the next piece; a tag may be spread over several. */
  push(text: string): void;
  end(): SplitText;
}

const THINK_END = "</think>";
/** What each part ends at, and what comes then. */
const TAGS = {
  content: { "<think>": "reasoning", "<tool_call>": "toolCall", [THINK_END]: "content" },
  reasoning: { [THINK_END]: "content" },
  toolCall: { "</tool_call>": "content" },
} as const;

type Part = keyof typeof TAGS;

/**
 * `onContent` gets each piece of content as soon as it is certain that it is none of the tags. With
 * `readsToolCalls: false`, `<tool_call>` is content like any other.
 */
export function textSplitter(
  onContent: (text: string) => void,
  options: { readonly readsToolCalls: boolean },
): TextSplitter {
  const parts = { content: "", reasoning: "" };
  const blocks: string[] = [];
  let part: Part = "content";
  let pending = "";

  const keep = (text: string) => {
    if (text === "") return;
    if (part === "toolCall") {
      blocks.push((blocks.pop() ?? "") + text);
      return;
    }
    parts[part] += text;
    if (part === "content") onContent(text);
  };

  const enter = (tag: string, next: Part) => {
    if (part === "content" && tag === THINK_END) {
      // templates that open the thinking themselves leave only its end to the model
      parts.reasoning += parts.content;
      parts.content = "";
    }
    if (next === "toolCall") blocks.push("");
    part = next;
  };

  const tagsHere = () =>
    Object.entries<Part>(TAGS[part]).filter(([, next]) => options.readsToolCalls || next !== "toolCall");

  return {
    push(text) {
      pending += text;
      for (let tag = firstTag(pending, tagsHere()); tag !== undefined; tag = firstTag(pending, tagsHere())) {
        keep(pending.slice(0, tag.at));
        pending = pending.slice(tag.at + tag.name.length);
        enter(tag.name, tag.next);
      }
      const certain = pending.length - beginningOfTag(pending, tagsHere());
      keep(pending.slice(0, certain));
      pending = pending.slice(certain);
    },
    end() {
      keep(pending);
      pending = "";
      return { content: parts.content.trim(), reasoning: parts.reasoning.trim(), toolCallBlocks: blocks };
    },
  };
}

function firstTag(text: string, tags: readonly (readonly [string, Part])[]) {
  return tags
    .map(([name, next]) => ({ name, next, at: text.indexOf(name) }))
    .filter((tag) => tag.at !== -1)
    .sort((left, right) => left.at - right.at)[0];
}

/** The length of the longest end of `text` that may be the beginning of a tag. */
function beginningOfTag(text: string, tags: readonly (readonly [string, Part])[]): number {
  const longest = Math.max(...tags.map(([name]) => name.length)) - 1;
  for (let length = Math.min(longest, text.length); length > 0; length--) {
    const end = text.slice(-length);
    if (tags.some(([name]) => name.startsWith(end))) return length;
  }
  return 0;
}
