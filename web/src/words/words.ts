/** @file What a language of the page must say. */
import type { en } from "./en.ts";

export type Words = typeof en;
