/** @file When two names are one: a name without what writers leave to taste. */
import { fold } from "../../kb/text/words.ts";
import { normaliseText } from "../../table/normalise.ts";

/** Forms of companies, as the last word of a name; without full stops. */
const LEGAL_FORMS = new Set(
  `inc incorporated corp corporation co company ltd limited llc llp lp plc gmbh ag kg se sa sas sarl spa srl sl nv bv ab
  asa oy oyj oao ooo pao zao kk pte pty bhd tbk`.split(/\s+/),
);
const CHINESE_LEGAL_FORM = /(?<=\p{Script=Han}{2})(?:股份|控股)?(?:有限)?(?:责任)?公司$/u;
/** `Boulder, CO` is no company. */
const STATE = /,\s*\p{L}{2}$/u;

/**
 * Names with the same key differ at most in case, accents, width, punctuation, spacing, a leading “the”, “&” for “and” and
 * the legal form of a company. Signs that tell names apart stay: C, C++ and C#. Empty only for a name that says nothing.
 */
export function nameKey(name: string): string {
  const text = plain(name);
  const spoken = text.replace(/&/g, " and ").replace(/[^\p{L}\p{N}\p{M}\p{S}#]+/gu, " ");
  const words = withoutLegalForm(withoutArticle(joinedInitials(spoken.trim().split(" "))), STATE.test(text));
  const key = words.join(" ").replace(CHINESE_LEGAL_FORM, "");
  return key === "" ? text : key;
}

/** The words of a name, folded, with single letters left as they are: `J.K. Rowling` has three. */
export function nameWords(name: string): readonly string[] {
  return plain(name).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** `Gambia, The` is The Gambia; apostrophes go without a gap; marks of direction say nothing. */
function plain(name: string): string {
  const text = fold(normaliseText(name.replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, "")));
  return text.replace(/^(.*), the$/u, "the $1").replace(/(?<=\p{L})['’](?=\p{L})/gu, "");
}

function withoutArticle(words: readonly string[]): readonly string[] {
  return words[0] === "the" && words.length > 1 ? words.slice(1) : words;
}

/** Forms may stand behind each other: `Co., Ltd.`. */
function withoutLegalForm(words: readonly string[], endsInState: boolean): readonly string[] {
  let count = words.length;
  const isForm = (word: string) => LEGAL_FORMS.has(word) && !(endsInState && word.length === 2);
  while (count > 1 && isForm(words[count - 1] ?? "")) count -= 1;
  return words.slice(0, count);
}

/** `u s a` becomes `usa`, as if it had been written without full stops. */
function joinedInitials(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  let wasInitial = false;
  for (const word of words) {
    const isInitial = /^\p{L}$/u.test(word);
    if (isInitial && wasInitial) joined.push(`${joined.pop() ?? ""}${word}`);
    else joined.push(word);
    wasInitial = isInitial;
  }
  return joined;
}
