/** @file A small knowledge base of documents, in which two disagree and one has a hostile title. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const CAPITALS = { Estonia: "Tallinn", Kenya: "Nairobi", Peru: "Lima" };

export const HOSTILE_TITLE = '<img src=x onerror="document.title=1"> Kenya in the past';

/** A country each; of Kenya two, which disagree. */
export async function writeDocuments(folder: string): Promise<void> {
  await mkdir(folder);
  for (const [country, capital] of Object.entries(CAPITALS)) {
    const text = `# ${country}\n\nThe capital of ${country} is ${capital}.\n`;
    await writeFile(join(folder, `${country}.md`), text);
  }
  await writeFile(join(folder, "past.md"), `# ${HOSTILE_TITLE}\n\nThe capital of Kenya is Mombasa.\n`);
}
