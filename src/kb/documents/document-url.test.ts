import { expect, test } from "vitest";
import { documentUrl } from "./document-url.ts";

test("a document's address is its path from the root", () => {
  expect(documentUrl("reports/2024 sales.xlsx", "Q1 (all)")).toBe(
    "doc:///reports/2024%20sales.xlsx#Q1%20%28all%29",
  );
});

test("an accented letter has one address, however the file system writes it", () => {
  expect(documentUrl("caf\u0065\u0301.md")).toBe(documentUrl("caf\u00E9.md"));
});

test("what has a meaning in addresses is escaped", () => {
  expect(documentUrl("a#b?c%d.txt")).toBe("doc:///a%23b%3Fc%25d.txt");
});
