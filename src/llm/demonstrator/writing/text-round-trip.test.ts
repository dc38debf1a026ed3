import { describe, expect, test } from "vitest";
import { random } from "../../../util/random.ts";
import type { Item } from "../reading/list-items.ts";
import { readReport, writeFacts, writeFound, writeList, writeMembers } from "./report.ts";
import { readSubtask, type Subtask, writeSubtask } from "./subtask.ts";

const PIECES = [
  "Star",
  ": ",
  "A",
  ", ",
  "; ",
  " (",
  ")",
  "“",
  "”",
  " - ",
  "- ",
  "Perú",
  "锂",
  " of ",
  ".",
  "|",
  "Find",
];
const ATTRIBUTES = ["capital", "IATA code", "height above sea level", "官方语言"];

describe("texts between lead agent and subagents", () => {
  const next = random(3);
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(next() * values.length)]!;
  const name = () =>
    `${pick(["Star", "Perú", "A", "锂", "C#"])}${Array.from({ length: Math.floor(next() * 5) }, () => pick(PIECES)).join("")}`
      .replace(/\s+/g, " ")
      .trim();
  const item = (): Item =>
    next() < 0.5 ? { name: name() } : { name: name(), url: `seed://kind/${Math.floor(next() * 99)}` };
  const items = () => Array.from({ length: 1 + Math.floor(next() * 4) }, item);
  const again = () => (next() < 0.5 ? { again: true } : {});

  test("a subtask reads back as it was written, whatever stands in its names", () => {
    for (let trial = 0; trial < 500; trial += 1) {
      const subtask: Subtask = pick<() => Subtask>([
        () => ({ kind: "list", phrase: name(), ...again() }),
        () => ({ kind: "list", phrase: name(), limit: 3, ...again() }),
        () => ({ kind: "list", phrase: name(), way: "pages", ...again() }),
        () => ({
          kind: "facts",
          items: items(),
          attributes: ATTRIBUTES.slice(0, 1 + (trial % 4)),
          ...again(),
        }),
        () => ({ kind: "find", noun: "country", attribute: pick(ATTRIBUTES), value: name(), ...again() }),
      ])();

      expect(readSubtask(writeSubtask(subtask))).toEqual(subtask);
    }
  });

  test("a list reads back with its title and items", () => {
    for (let trial = 0; trial < 200; trial += 1) {
      const wanted = items();

      expect(readReport(writeList("Stars of Orion", "seed://list/x", wanted))).toEqual({
        titles: ["Stars of Orion"],
        items: wanted,
        facts: [],
      });
    }
  });

  test("of things found without a list those read back that belong there", () => {
    for (let trial = 0; trial < 200; trial += 1) {
      const [members, possible] = [items(), items()];
      const report = readReport(writeMembers(members, possible));

      expect(report).toEqual({ titles: [], items: members, facts: [] });
      expect(readReport(writeMembers([], possible)).items).toEqual([]);
    }
  });

  test("facts read back with each thing they are about", () => {
    for (let trial = 0; trial < 200; trial += 1) {
      const facts = items().map((one) => ({
        item: one,
        values: new Map(ATTRIBUTES.filter(() => next() < 0.5).map((attribute) => [attribute, name()])),
      }));
      const known = facts.filter((one) => one.values.size > 0 || one.item.url !== undefined);

      expect(readReport(writeFacts(facts, ATTRIBUTES)).facts).toEqual(known);
    }
  });

  test("the thing that was found reads back", () => {
    expect(readReport(writeFound({ name: "Peru", url: "seed://country/peru" })).items).toEqual([
      { name: "Peru", url: "seed://country/peru" },
    ]);
  });

  test("of a report that was cut off the whole blocks are read, and its notes passed over", () => {
    const text =
      "I open what tells about Peru.\n\nPeru (seed://country/peru)\n- capital: Lima\n\nNothing more was fou";

    expect(readReport(text).facts).toEqual([
      { item: { name: "Peru", url: "seed://country/peru" }, values: new Map([["capital", "Lima"]]) },
    ]);
  });

  test("a subtask in somebody else's words is no subtask of ours", () => {
    expect(readSubtask("Please find out what the capital of Peru is.")).toBeUndefined();
  });
});
