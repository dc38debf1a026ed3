import { describe, expect, test } from "vitest";
import { random } from "../../util/random.ts";
import { type Action, readActions, writeActions } from "./actions.ts";

const NAMES = [
  "Peru",
  "São Tomé and Príncipe",
  "Area (km²)",
  "GDP per head",
  "C++",
  "γ Cassiopeiae",
  "1,234.5",
  "钔",
];

describe("actions", () => {
  const next = random(5);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(next() * values.length)]!;
  const name = () => pick(NAMES);
  const names = () => Array.from({ length: 1 + Math.floor(next() * 4) }, name);
  const numbers = () => Array.from({ length: 1 + Math.floor(next() * 3) }, () => 1 + Math.floor(next() * 40));
  const MAKERS: readonly (() => Action)[] = [
    () => ({ is: "list", phrase: `cities of ${next() < 0.5 ? "*" : name()}` }),
    () => ({ is: "first", count: 1 + Math.floor(next() * 20) }),
    () => ({ is: "about", names: names() }),
    () => ({ is: "rows", column: name() }),
    () => ({ is: "facts", attributes: names() }),
    () => ({ is: "again" }),
    () => ({ is: "find", noun: "country", attribute: name(), value: name() }),
    () => ({ is: "search", query: name() }),
    () => ({ is: "open", numbers: numbers() }),
    () => ({ is: "items", numbers: numbers(), ...(next() < 0.5 && { of: 3 }) }),
    () => ({ is: "found", number: 7 }),
    () => ({ is: "fact", attribute: name(), value: name() }),
    () => ({ is: "nothing" }),
    () => ({ is: "table", columns: next() < 0.5 ? [] : names() }),
    () => ({ is: "where", attribute: name(), comparison: pick([">", ">=", "<", "<=", "="]), value: name() }),
    () => ({ is: "by", attribute: name(), descending: next() < 0.5 }),
    () => ({ is: "answer", text: name() }),
    () => ({ is: "unknown" }),
  ];

  test("read back as they were written, every kind of them", () => {
    for (let trial = 0; trial < 500; trial += 1) {
      const actions = [...MAKERS.map((make) => make()), pick(MAKERS)()];

      expect(readActions(writeActions(actions))).toEqual(actions);
    }
  });

  test("start each line with a space, so that a word has the same tokens wherever it stands", () => {
    const text = writeActions([{ is: "list", phrase: "lakes" }, { is: "again" }]);

    expect(text).toBe(" list lakes\n again");
  });

  test("that cannot be read are passed over, whatever they are", () => {
    const broken = [
      "open",
      "open x",
      "items of",
      "find country",
      "where x",
      "by x sideways",
      "first",
      "",
      "constructor x",
    ];

    expect(readActions(broken.join("\n"))).toEqual([]);
    for (let trial = 0; trial < 500; trial += 1) {
      const noise = Array.from({ length: 40 }, () => String.fromCharCode(32 + Math.floor(next() * 300))).join(
        "",
      );

      expect(() => readActions(noise)).not.toThrow();
    }
  });
});
