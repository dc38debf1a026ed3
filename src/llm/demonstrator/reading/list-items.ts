/** @file Reads the links of a page: a list's items, or further pages about the same thing. */

export interface Item {
  readonly name: string;
  readonly url?: string | undefined;
}

const LINE = /^(?:[-*]\s+|\|(?:[^|]*\|)?\s*)\[(.+?)\]\((\S+?)\)(?=\s|$|[:,;.|])/;

/** The items of a list: its lines, or the rows of its table, that link to a page. In the order of the page, each once. */
export function itemsOf(text: string): readonly Item[] {
  return [...new Map(linksOf(text).map((item) => [item.url, item])).values()];
}

/** Every line that begins with a link. */
export function linksOf(text: string): readonly Item[] {
  return text.split("\n").flatMap((line): readonly Item[] => {
    const [, name, url] = LINE.exec(line) ?? [];
    return name === undefined ? [] : [{ name, url }];
  });
}
