import { expect, test } from "vitest";
import { random } from "../../util/random.ts";
import { textSplitter } from "./split-text.ts";

function split(text: string, pieces: readonly string[] = [text], readsToolCalls = true) {
  const heard: string[] = [];
  const splitter = textSplitter((piece) => heard.push(piece), { readsToolCalls });
  for (const piece of pieces) splitter.push(piece);
  return { ...splitter.end(), heard: heard.join("") };
}

test("words, thinking and tool calls are told apart", () => {
  const text = "<think>a</think>b<tool_call>c</tool_call>d<tool_call>e</tool_call>";

  expect(split(text)).toEqual({ content: "bd", reasoning: "a", toolCallBlocks: ["c", "e"], heard: "bd" });
});

test("a block that is cut off ends with the text", () => {
  expect(split("a<tool_call>{")).toMatchObject({ content: "a", toolCallBlocks: ["{"] });
  expect(split("<think>a")).toMatchObject({ content: "", reasoning: "a" });
  expect(split("a <thi")).toMatchObject({ content: "a <thi", reasoning: "" });
});

test("thinking that the chat template opened is everything before its end", () => {
  expect(split("hm\n</think>\nyes")).toMatchObject({ content: "yes", reasoning: "hm" });
});

test("a tool call inside thinking is thinking", () => {
  expect(split("<think><tool_call>x</tool_call></think>yes")).toMatchObject({
    content: "yes",
    reasoning: "<tool_call>x</tool_call>",
    toolCallBlocks: [],
  });
});

test("however a text is cut into pieces, it is split the same", () => {
  const next = random(7);
  const parts = [
    "<think>",
    "</think>",
    "<tool_call>",
    "</tool_call>",
    "<",
    "a",
    " ",
    "\n",
    "</",
    "tool_call>",
    "é",
  ];

  for (let round = 0; round < 500; round++) {
    const text = Array.from({ length: 12 }, () => parts[Math.floor(next() * parts.length)]).join("");
    const whole = split(text);
    const one = split(text, text.split(""));

    expect(one).toEqual(whole);
  }
});
