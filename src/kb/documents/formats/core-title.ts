/** @file The title that an Office document states of itself. */
import { SaxesParser } from "saxes";
import { FetchError } from "../../../core/errors.ts";
import type { ZipArchive } from "../zip.ts";

/** `undefined`: it states none, or one that the program made up. */
export function coreTitle(archive: ZipArchive): string | undefined {
  let title = "";
  let isInTitle = false;
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw new FetchError("it is damaged: its properties are no XML", { cause: error });
  });
  parser.on("opentag", ({ local, uri }) => {
    isInTitle = local === "title" && uri.includes("purl.org/dc");
  });
  parser.on("text", (text) => {
    if (isInTitle) title += text;
  });
  parser.on("closetag", () => {
    isInTitle = false;
  });
  const xml = archive.text("docProps/core.xml");
  if (xml !== "") parser.write(xml).close();
  const words = title.replace(/\s+/gu, " ").trim();
  return words === "" || /^(?:word document|untitled|document\d*|\S+\.(?:docx?|dotx?))$/iu.test(words)
    ? undefined
    : words;
}
