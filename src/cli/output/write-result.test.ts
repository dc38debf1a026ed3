import { describe, expect, test } from "vitest";
import { result } from "../../../test/fixtures/scripted-run.ts";
import { ConfigError } from "../../core/errors.ts";
import type { RunConfig } from "../../run/run-config.ts";
import { requireReadable, writeResult } from "./write-result.ts";

const config: RunConfig = {
  format: 1,
  version: "0.0.0",
  startedAt: "2026-11-23T08:15:02.000Z",
  task: { kind: "wide", id: "ask", question: result.question, language: "en" },
  team: {},
  models: { lead: "big", subagent: "small" },
  knowledgeBase: "seed",
};
const recorded = { run: "run-1", config };

describe("a result", () => {
  test("as Markdown has a table with footnotes", async () => {
    expect(await writeResult(result, recorded, "markdown")).toBe(
      [
        "| Country | Capital | Currency |",
        "| --- | --- | --- |",
        "| Estonia[^1] | Tallinn[^2] | Euro[^3] |",
        "| Latvia[^1] | Riga ° |  |",
        "",
        "° no page that was read states this value",
        "",
        "[^1]: “The Baltic states are Estonia and Latvia.” — Baltic states, seed://list/baltic-states",
        "[^2]: “The capital of Estonia is Tallinn.” — Estonia, seed://country/estonia",
        "[^3]: “It pays in euro.” — Estonia, seed://country/estonia",
        "",
      ].join("\n"),
    );
  });

  test("as JSON has what the run's record knows of it", async () => {
    const printed: unknown = JSON.parse(String(await writeResult(result, recorded, "json")));

    expect(printed).toMatchObject({
      question: result.question,
      rows: [{}, { Country: "Latvia", Capital: "Riga", Currency: "" }],
      usage: result.usage,
      stopReason: "answered",
      run: "run-1",
      model: "big + small",
      knowledgeBase: "seed",
      startedAt: config.startedAt,
    });
  });

  test("has the words of the question's language", async () => {
    const chinese = { ...recorded, config: { ...config, task: { ...config.task, language: "zh" as const } } };

    expect(await writeResult(result, chinese, "markdown")).toContain("° 已读页面均未写有此值");
  });
});

test("a workbook or a page is refused on a terminal, and goes into a pipe", () => {
  const terminal = { isTTY: true };

  for (const format of ["xlsx", "html"] as const) {
    expect(() => requireReadable(format, terminal)).toThrow(ConfigError);
    expect(() => requireReadable(format, terminal)).toThrow(`--out table.${format}`);
    expect(() => requireReadable(format, { isTTY: false })).not.toThrow();
  }
  expect(() => requireReadable("csv", terminal)).not.toThrow();
  expect(() => requireReadable(undefined, terminal)).not.toThrow();
});
