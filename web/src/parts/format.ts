/** @file Amounts as a reader wants them: rounded, with their unit. */
import type { Range } from "../../../src/core/plan.ts";

export const count = (amount: number) => Math.round(amount).toLocaleString();

/** `850`, `12 k`, `1.3 M`. */
export function short(amount: number): string {
  if (amount < 1000) return String(Math.round(amount));
  if (amount < 1e6) return `${digits(amount / 1e3)} k`;
  return `${digits(amount / 1e6)} M`;
}

const digits = (amount: number) => (amount < 10 ? amount.toFixed(1).replace(/\.0$/, "") : amount.toFixed(0));

export function usd(amount: number): string {
  if (amount === 0) return "$0";
  if (amount < 0.01) return "<$0.01";
  return `$${amount.toFixed(amount < 100 ? 2 : 0)}`;
}

/** `0.8 s`, `42 s`, `3 min 05 s`, `1 h 20 min`. */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(Math.floor(seconds % 60)).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** `about 40 (38–44)`; one number where nothing is uncertain. */
export function range({ low, likely, high }: Range, format: (amount: number) => string): string {
  const [from, to] = [format(low), format(high)];
  return from === to ? format(likely) : `${format(likely)} (${from}–${to})`;
}

export const seconds = (amount: number) => duration(amount * 1000);

export function day(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime())
    ? iso
    : date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** `devItemF1` as `dev item F1`. */
export function inWords(name: string): string {
  return name
    .split(/(?<=[a-z])(?=[A-Z])/)
    .map((word) => (/[0-9]/.test(word) ? word : word.toLowerCase()))
    .join(" ");
}
