import { expect, test } from "vitest";
import { segmentsOf } from "./segments.ts";

test.each([
  ["It is small. It is old.", ["It is small.", "It is old."]],
  ["It melts at 0.95 K. It boils at 4.2 K.", ["It melts at 0.95 K.", "It boils at 4.2 K."]],
  [
    "St. John's lies near Mt. Pearl. J. Smith founded it.",
    ["St. John's lies near Mt. Pearl.", "J. Smith founded it."],
  ],
  ["It has 1.5 km². See (a). “Yes!” he said.", ["It has 1.5 km².", "See (a).", "“Yes!” he said."]],
  ["第一句。第二句！第三句", ["第一句。", "第二句！", "第三句"]],
  ["Title\n\n- one. Two\n| a | b |", ["Title", "- one.", "Two", "| a | b |"]],
])("“%s” is cut at the ends of its sentences and lines", (text, expected) => {
  expect(segmentsOf(text)).toEqual(expected);
});
