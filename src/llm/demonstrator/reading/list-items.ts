/** @file Reads the items of a list page: its lines, or the rows of its table, that link to a page. */

export interface Item {
  readonly name: string;
  readonly url?: string | undefined;
}

const LINE = /^(?:[-*]\s+|\|(?:[^|]*\|)?\s*)\[(.+?)\]\((\S+?)\)(?=\s|$|[:,;.])/;

/** In the order of the page, each once. */
export function itemsOf(text: string): readonly Item[] {
  const items = text.split("\n").flatMap((line): readonly Item[] => {
    const [, name, url] = LINE.exec(line) ?? [];
    return name === undefined ? [] : [{ name, url }];
  });
  return [...new Map(items.map((item) => [item.url, item])).values()];
}
