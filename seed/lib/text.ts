/** @file How pages write numbers, lists, names and addresses. */

/** `2780400` → `2,780,400`; at most six digits after the point. */
export function numberText(value: number): string {
  const [whole = "", fraction] = String(Number(value.toFixed(6))).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** `["A", "B", "C"]` → `A, B and C`. */
export function listText(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1) ?? ""}`;
}

/** `São Tomé, X` → `sao-tome-x`. */
export function slugOf(text: string): string {
  return text
    .replaceAll("&", " and ")
    .replaceAll("+", " plus ")
    .replaceAll("#", " sharp ")
    .replaceAll("ø", "o")
    .replaceAll("Ø", "O")
    .replaceAll("ł", "l")
    .replaceAll("Ł", "L")
    .replaceAll("ß", "ss")
    .replaceAll("đ", "d")
    .replaceAll("ı", "i")
    .replaceAll("ə", "a")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f'’ʻ‘`]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

const takesArticle =
  /^(?:Bahamas|Gambia|Netherlands|Philippines|Maldives|Comoros|Seychelles|DR Congo|Republic of|United |British |Vatican City$|.* (?:Islands|Republic|Emirates|Territory|Lands|Netherlands)$|.*Islands\)?$|Czech Republic|Isle of Man)/;

/** The name inside a sentence: `the Netherlands`, `Peru`. */
export function inProse(name: string): string {
  if (name === "Vatican City") return name;
  return takesArticle.test(name) ? `the ${name}` : name;
}

export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** `59.44° N` */
export function coordinateText(value: number, positive: string, negative: string): string {
  return `${Math.abs(value).toFixed(2)}° ${value < 0 ? negative : positive}`;
}

/** `Saint` for `St.`, and no other mark that would end a sentence. */
export function plainName(name: string): string {
  return name
    .replace(/\bSt\.\s*/g, "Saint ")
    .replace(/\bSte\.\s*/g, "Sainte ")
    .replace(/\bSta\.\s*/g, "Santa ")
    .replace(/\bSto\.\s*/g, "Santo ")
    .replace(/\s+/g, " ")
    .trim();
}

/** False for a name or value that would break a page into sentences at the wrong place. */
export function fitsSentence(value: string): boolean {
  return value !== "" && !value.endsWith(".") && !/[.!?]\s|[\n\r|{}]/.test(value);
}
