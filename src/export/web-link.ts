/** @file Which addresses become links: those of web pages, and no others. */

/** The address as a link; `undefined`: not `http` or `https`, not whole, or longer than spreadsheets take (2,079 letters). */
export function webLink(url: string): string | undefined {
  if (!/^https?:\/\//iu.test(url) || !URL.canParse(url)) return undefined;
  const { href } = new URL(url);
  return href.length > LONGEST ? undefined : href;
}

const LONGEST = 2_079;
