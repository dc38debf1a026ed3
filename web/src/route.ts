/** @file Where the user is: the part of the address after `#`. */
import { useSyncExternalStore } from "react";

export type Route =
  | { readonly at: "start" }
  | { readonly at: "run"; readonly run: string; readonly view: "table" | "changes" }
  | { readonly at: "reports" }
  | { readonly at: "evaluation"; readonly id: string }
  | { readonly at: "training"; readonly id: string };

function readRoute(hash: string): Route {
  const [first, second, third] = hash.replace(/^#\/?/, "").split("/").map(decodeURIComponent);
  if (second === undefined || second === "") return { at: first === "reports" ? "reports" : "start" };
  if (first === "runs") return { at: "run", run: second, view: third === "changes" ? "changes" : "table" };
  if (first === "evaluations") return { at: "evaluation", id: second };
  if (first === "trainings") return { at: "training", id: second };
  return { at: "start" };
}

export const runAddress = (run: string, view?: "changes") =>
  `#/runs/${encodeURIComponent(run)}${view === undefined ? "" : `/${view}`}`;

export function goTo(address: string): void {
  location.hash = address.replace(/^#/, "");
}

export function useRoute(): Route {
  return readRoute(useSyncExternalStore(subscribe, () => location.hash));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}
