/** @file Lets the user change a plan in an editor. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigError } from "../../../core/errors.ts";
import type { Variables } from "../../../service/surroundings.ts";
import { type PlannedQuestion, parsePlan, writePlan } from "./plan-file.ts";

/** Resolves with the plan as it was saved. Throws `ConfigError` where there is no editor, or what was saved is no plan. */
export async function editPlan(planned: PlannedQuestion, variables: Variables): Promise<PlannedQuestion> {
  const editor = variables["VISUAL"]?.trim() || variables["EDITOR"]?.trim();
  if (!editor) throw new ConfigError(NO_EDITOR);
  const directory = await mkdtemp(join(tmpdir(), "wideseek-plan-"));
  const file = join(directory, "plan.json");
  try {
    await writeFile(file, writePlan(planned));
    await openEditor(editor, file);
    return parsePlan(await readFile(file, "utf8"), "The plan");
  } finally {
    await rm(directory, { recursive: true });
  }
}

const NO_EDITOR =
  "No editor is set: VISUAL and EDITOR are empty. Or save the plan, change it and run it: " +
  'wideseek ask "…" --plan --format json > plan.json, then wideseek ask --from plan.json';

/** The variable may hold arguments, such as `code --wait`; a shell reads it, as it does for other programs. */
async function openEditor(editor: string, file: string): Promise<void> {
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(`${editor} "${file}"`, { stdio: "inherit", shell: true });
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code !== 0) throw new ConfigError(`The editor "${editor}" ended with ${code ?? "a signal"}.`);
}
