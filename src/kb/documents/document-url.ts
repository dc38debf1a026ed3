/** @file The address of a document: where it lies in its folder, wherever the folder lies. */

/**
 * `doc:///reports/2024%20sales.xlsx`, with a part of the document behind `#`, e.g. a sheet. `file` is the path from the root of
 * the folder, with `/` between its names; accented letters have one address however the file system writes them.
 */
export function documentUrl(file: string, part?: string): string {
  const path = file.split("/").map(escaped).join("/");
  return part === undefined ? `doc:///${path}` : `doc:///${path}#${escaped(part)}`;
}

function escaped(name: string): string {
  return encodeURIComponent(name.normalize("NFC")).replace(
    /[!'()*]/gu,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
