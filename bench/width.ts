/**
 * @file Width pays: how long a team of N subagents takes against its critical path, with a model that takes 200 ms a
 * call, beside a peer runtime on the same scenario. `npm run bench:width`, after `npm ci --prefix bench/peers`.
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { LATENCY_MS, scenario } from "./scenario.ts";

const RUNTIMES = { wideseek: "./our-team.ts", "@openai/agents-core": "./peers/agents-core-team.js" } as const;
const WIDTHS = [10, 100, 1_000];
const RUNS = 3;

interface Measured {
  readonly elapsedMs: number;
  readonly cpuMs: number;
  readonly calls: number;
  readonly peakMegabytes: number;
}

const [, , runtime, width] = process.argv;
if (runtime !== undefined && width !== undefined) {
  console.log(JSON.stringify(await measure(runtime, Number(width))));
} else {
  compare();
}

/** Runs the scenario once to warm up and once for the figure. */
async function measure(module: string, width: number): Promise<Measured> {
  const { runScenario } = await import(module);
  await runScenario(scenario(1));
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const calls = await runScenario(scenario(width));
  const elapsedMs = performance.now() - startedAt;
  const cpu = process.cpuUsage(cpuBefore);
  return {
    elapsedMs,
    cpuMs: (cpu.user + cpu.system) / 1_000,
    calls,
    peakMegabytes: process.resourceUsage().maxRSS / 1_024,
  };
}

function compare(): void {
  console.log(
    `model latency ${LATENCY_MS} ms; time = elapsed / critical path; each run in a process of its own, the median of ${RUNS}\n`,
  );
  console.log("subagents  runtime               time    CPU per turn  peak memory");
  for (const width of WIDTHS) {
    for (const [name, module] of Object.entries(RUNTIMES)) {
      if (
        module.endsWith(".js") &&
        !existsSync(fileURLToPath(new URL("peers/node_modules", import.meta.url)))
      ) {
        console.log(
          `${String(width).padStart(9)}  ${name.padEnd(20)}  not installed: npm ci --prefix bench/peers`,
        );
        continue;
      }
      const runs = Array.from({ length: RUNS }, () => inItsOwnProcess(module, width));
      console.log(row(name, width, median(runs)));
    }
  }
}

function median(runs: readonly Measured[]): Measured {
  const [, middle] = [...runs].sort((left, right) => left.elapsedMs - right.elapsedMs);
  if (middle === undefined) throw new Error("A median needs runs.");
  return middle;
}

function inItsOwnProcess(module: string, width: number): Measured {
  const file = fileURLToPath(import.meta.url);
  const output = execFileSync(process.execPath, ["--import", "tsx", file, module, String(width)], {
    encoding: "utf8",
  });
  return JSON.parse(output);
}

function row(name: string, width: number, { elapsedMs, cpuMs, calls, peakMegabytes }: Measured): string {
  const ratio = elapsedMs / (scenario(width).criticalCalls * LATENCY_MS);
  return [
    String(width).padStart(9),
    name.padEnd(20),
    `${ratio.toFixed(3)}×`,
    `${(cpuMs / calls).toFixed(2).padStart(9)} ms`,
    `${peakMegabytes.toFixed(0).padStart(8)} MB`,
  ].join("  ");
}
