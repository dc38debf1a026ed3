/** @file Finding a page however its URL is written, in a knowledge base that knows it under one form. */
import type { Page } from "../../core/knowledge-base.ts";
import { urlKey } from "../url-key.ts";
import { urlVariants } from "./url-variants.ts";

export type Access = (url: string) => Promise<Page | undefined>;

/**
 * An access that tries the URL as given and then, where there is no such page, its variants. Each form is asked for once in
 * the finder's life, so that a list of variants of one URL costs no more than the URL alone.
 */
export function pageFinder(access: Access): Access {
  const asked = new Map<string, Promise<Page | undefined>>();

  function once(key: string, url: string): Promise<Page | undefined> {
    const known = asked.get(key) ?? access(url);
    asked.set(key, known);
    return known;
  }

  return async (url) => {
    const exact = await once(`exact ${url}`, url);
    if (exact !== undefined) return exact;
    // knowledge bases compare by `urlKey`, so that of the variants with one key one is enough
    const byKey = new Map(urlVariants(url).map((variant) => [urlKey(variant), variant]));
    byKey.delete(urlKey(url));
    const found = await Promise.all([...byKey].map(([key, variant]) => once(`key ${key}`, variant)));
    return found.find((page) => page !== undefined);
  };
}
