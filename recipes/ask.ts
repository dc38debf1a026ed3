/** @file Ask a question from code: `npx tsx recipes/ask.ts "List the noble gases with their atomic numbers"`. */
import { homedir } from "node:os";
import { join } from "node:path";
import {
  createDemonstrator,
  kindOf,
  languageOf,
  openSeedKnowledgeBase,
  runTask,
  teamSettings,
} from "../src/index.ts";

const question = process.argv[2] ?? "List the noble gases with their atomic numbers";
const knowledgeBase = await openSeedKnowledgeBase({ cacheDirectory: join(homedir(), ".cache", "wideseek") });
const sampler = createDemonstrator();

const { result } = await runTask(
  { id: "recipe", kind: kindOf(question), question, language: languageOf(question) },
  {
    run: "recipe",
    team: teamSettings.parse({ maxSubagents: 10 }),
    samplers: { lead: sampler, subagent: sampler },
    knowledgeBase,
    emit: (event) => event.type === "agent-start" && console.error(`${event.agent}: ${event.subtask}`),
  },
);

for (const row of result.table?.cells ?? []) {
  console.log(row.map(({ value, sources }) => `${value} [${sources[0]?.url ?? "unsupported"}]`).join("  "));
}
if (result.table === undefined) console.log(result.answer);
await knowledgeBase.close();
