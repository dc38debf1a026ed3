/** @file Starts a worker thread from the built package and, in development, straight from the TypeScript sources. */
import { Worker } from "node:worker_threads";

/**
 * A thread that runs the module at `url`, named as in the sources: `new URL("./x-worker.ts", import.meta.url)`. In the built
 * package this is the `.js` file at the same place. What the module throws arrives as the worker's `error` event.
 * `workerData` is what the module reads by that name from `node:worker_threads`.
 */
export function startWorker(url: URL, workerData: unknown): Worker {
  if (!import.meta.url.endsWith(".ts")) {
    return new Worker(new URL(url.href.replace(/\.ts$/, ".js")), { workerData });
  }
  return new Worker(sourceBootstrap(url), { eval: true, execArgv: [], workerData });
}

/** Node 20 loads no TypeScript in a worker by itself: this script brings the loader of tsx, then the module. */
function sourceBootstrap(url: URL): string {
  const loader = import.meta.resolve("tsx/esm/api");
  return `import(${JSON.stringify(loader)}).then((tsx) => { tsx.register(); return import(${JSON.stringify(url.href)}); })`;
}
