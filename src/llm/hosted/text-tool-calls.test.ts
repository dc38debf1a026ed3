import { expect, test } from "vitest";
import { readToolCallBlock } from "./text-tool-calls.ts";

const search = { name: "search", arguments: '{"query":"a"}' };

test.each([
  ["an object", '\n{"name": "search", "arguments": {"query": "a"}}\n', [search]],
  ["an object over several lines", '{\n"name": "search",\n"arguments": {"query": "a"}\n}', [search]],
  [
    "an array",
    '[{"name":"search","arguments":{"query":"a"}},{"name":"search","arguments":{"query":"a"}}]',
    [search, search],
  ],
  [
    "one object a line",
    '{"name":"search","arguments":{"query":"a"}}\n{"name":"search","arguments":{"query":"a"}}',
    [search, search],
  ],
  ["arguments as text", '{"name":"search","arguments":"{\\"query\\":\\"a\\"}"}', [search]],
  ["parameters for arguments", '{"name":"search","parameters":{"query":"a"}}', [search]],
  ["no arguments", '{"name":"search"}', [{ name: "search", arguments: "{}" }]],
])("%s in a block is read", (_kind, block, calls) => {
  expect(readToolCallBlock(block)).toEqual(calls);
});

test("what cannot be read keeps its raw text, and its name where it has one", () => {
  expect(readToolCallBlock('{"name":"search","arguments":{"query":"a"')).toEqual([
    { name: "search", arguments: '{"name":"search","arguments":{"query":"a"' },
  ]);
  expect(readToolCallBlock(" search for a ")).toEqual([
    { name: "unreadable_call", arguments: "search for a" },
  ]);
});

test("a bad line among good ones is a call of its own", () => {
  expect(readToolCallBlock('{"name":"search","arguments":{"query":"a"}}\noops')).toEqual([
    search,
    { name: "unreadable_call", arguments: "oops" },
  ]);
});
