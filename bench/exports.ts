/** @file How long each export of a large table takes, and how large it becomes. */

import { largeTable, runOf } from "../src/export/export.fixture.ts";
import { exportTable } from "../src/export/export-table.ts";
import { exportFormat } from "../src/export/exported-run.ts";

const ROWS = 5_000;
const COLUMNS = 10;

const run = runOf(largeTable(ROWS, COLUMNS));
console.log(`${ROWS} rows × ${COLUMNS} columns`);
for (const format of exportFormat.options) {
  const begun = performance.now();
  const before = process.cpuUsage();
  const { body } = await exportTable(run, format, { strict: false, language: "en" });
  const { user, system } = process.cpuUsage(before);
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(1)} s`;
  const size = `${(Buffer.byteLength(body) / 1e6).toFixed(1)} MB`;
  console.log(
    `| ${format} | ${seconds(performance.now() - begun)} | ${seconds((user + system) / 1000)} | ${size} |`,
  );
}
console.log(`${Math.round(process.memoryUsage().rss / 1e6)} MB of memory at the end`);
