/**
 * @file Checks the layer rules of `.dependency-cruiser.cjs` over src/, and that the check saw the code: with a
 * TypeScript it does not know, dependency-cruiser reads no module at all and calls that a success.
 */
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";

const { forbidden, options } = createRequire(import.meta.url)("../.dependency-cruiser.cjs");

const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".ts"),
);
const cruiseOptions: ICruiseOptions = { ...options, ruleSet: { forbidden }, validate: true };
const { output } = await cruise(["src"], cruiseOptions, undefined, {
  tsConfig: extractTSConfig("tsconfig.json"),
});
if (typeof output === "string") throw new Error(`dependency-cruiser answered with text: ${output}`);

report(output);

function report({ modules, summary }: ICruiseResult): void {
  const seen = modules.filter((module) => module.source.startsWith("src/"));
  for (const violation of summary.violations) {
    console.error(`${violation.rule.name}: ${violation.from} -> ${violation.to}`);
  }
  if (seen.length < sources.length) {
    console.error(`layers: only ${seen.length} of the ${sources.length} files of src/ were read`);
  }
  const imports = seen.reduce((sum, module) => sum + module.dependencies.length, 0);
  if (imports === 0) console.error("layers: no import was found, so nothing was checked");
  const failed = summary.error > 0 || seen.length < sources.length || imports === 0;
  console.log(`layers: ${seen.length} files, ${imports} imports, ${summary.error} violations`);
  process.exitCode = failed ? 1 : 0;
}
