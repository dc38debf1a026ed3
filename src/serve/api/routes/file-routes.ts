/** @file Tables as files: a run's exported, the user's own read. */
import { z } from "zod";
import { exportTable } from "../../../export/export-table.ts";
import { exportedRun, exportFormat } from "../../../export/exported-run.ts";
import { openHistories } from "../../../service/revisions/cell-history.ts";
import { checkedRun } from "../../../service/runs/checked-result.ts";
import { Refusal } from "../../http/refusal.ts";
import { nothing, otherRoute, type Route, uploadRoute } from "../route.ts";
import { shownRun } from "../runs/shown-run.ts";
import { tableShape } from "../shapes/evidence.ts";
import { runParams } from "../shapes/runs.ts";

export const fileRoutes: readonly Route[] = [
  otherRoute({
    method: "GET",
    path: "/api/runs/{run}/export",
    tag: "files",
    summary: "A run's table as a file, with its evidence where the format has room for it.",
    params: runParams,
    query: z.strictObject({
      format: exportFormat.default("csv"),
      strict: z.enum(["0", "1"]).default("0").describe("1: without the values that no page states"),
    }),
    gives: {
      "text/csv": "a table",
      "text/markdown": "a table with footnotes",
      "text/html": "a page that needs nothing else",
      "application/json": z.unknown(),
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "a workbook",
    },
    answer: async ({ params: { run }, query: { format, strict } }, desk) => {
      const { result, config, state, isChanged } = await shownRun(run, desk);
      if (result === undefined) {
        const why = state === "running" ? "still goes on" : "came to nothing";
        throw new Refusal(`The run ${run} ${why}: there is nothing to export yet.`, { status: 409 });
      }
      const histories = format === "xlsx" && isChanged ? await openHistories(desk.store, run) : undefined;
      const checked = await checkedRun(desk.store, run, result);
      const exported = { ...exportedRun({ run, config }, checked), histories };
      const options = { strict: strict === "1", language: config.task.language };
      const { body, mediaType, fileName } = await exportTable(exported, format, options);
      return { status: 200, headers: { "content-type": mediaType, ...asFile(fileName) }, body };
    },
  }),
  uploadRoute({
    path: "/api/tables",
    tag: "files",
    summary: "Reads a table from a CSV, TSV or XLSX file, for a run that goes on from it.",
    params: nothing,
    reply: tableShape,
    answer: async ({ body: { name, bytes } }) => {
      const { importTable } = await import("../../../export/import/import-table.ts");
      return importTable(bytes, name);
    },
  }),
];

/** Saved and never shown in the server's own name, whatever stands in it. */
function asFile(fileName: string): Readonly<Record<string, string>> {
  const plain = fileName.replace(/[^\w.-]+/gu, "-");
  return {
    "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
  };
}
