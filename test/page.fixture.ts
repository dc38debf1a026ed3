/** @file The real server in a process of its own, and the built page in a real browser. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import ExcelJS from "exceljs";
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";
import { z } from "zod";
import { type Running, startCommand } from "./fixtures/command-line.ts";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
export const hasChromium = existsSync(CHROMIUM);

/** Into dist/web, where the server looks for it: as it is shipped, and not as tests would have it. */
export async function buildPage(): Promise<void> {
  const vite = fileURLToPath(new URL("../../bin/vite.js", import.meta.resolve("vite")));
  const config = fileURLToPath(new URL("../web/vite.config.ts", import.meta.url));
  await promisify(execFile)(process.execPath, [vite, "build", "--config", config, "--logLevel", "error"], {
    env: { ...process.env, NODE_ENV: "production" },
  });
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
}

export interface Served {
  readonly url: string;
  readonly port: number;
  readonly process: Running;
}

interface ServeOptions {
  /** Holds the indexes and all else that the server keeps. */
  readonly home: string;
  readonly runs: string;
  /** 0: any that is free. */
  readonly port?: number;
  readonly args?: readonly string[];
}

export async function serve({ home, runs, port = 0, args = [] }: ServeOptions): Promise<Served> {
  const environment = {
    HOME: home,
    XDG_CACHE_HOME: `${home}/cache`,
    WIDESEEK_RUNS: runs,
    WIDESEEK_MODEL: "demonstrator",
  };
  const process = startCommand(["serve", "--port", String(port), ...args], {
    environment,
    shell: 'cd "$HOME" && exec "$@"',
  });
  const text = await Promise.race([
    process.until("Press Ctrl-C"),
    process.outcome.then(({ stderr }) => Promise.reject(new Error(`The server did not begin: ${stderr}`))),
  ]);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0] ?? "";
  return { url, port: Number(new URL(url).port), process };
}

export interface Visit {
  readonly page: Page;
  /** What the browser's console complained about. */
  readonly complaints: readonly string[];
}

/** A page in a browser that knows nothing of the pages before. */
export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "en-US",
    acceptDownloads: true,
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, complaints };
}

const violations = z.array(
  z.object({ id: z.string(), impact: z.string().nullable(), nodes: z.array(z.object({ html: z.string() })) }),
);

/** What axe finds serious or worse on the page as it is now. */
export async function seriousProblems(page: Page): Promise<readonly string[]> {
  const axe = fileURLToPath(import.meta.resolve("axe-core/axe.min.js"));
  await page.evaluate(await readFile(axe, "utf8"));
  const found = violations.parse(await page.evaluate("axe.run().then(({ violations }) => violations)"));
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

/** The rows of each sheet of a workbook, as values of its cells. */
export async function sheetsOf(workbook: Buffer): Promise<readonly (readonly unknown[])[]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(new Uint8Array(workbook).buffer);
  return book.worksheets.map((sheet) =>
    sheet.getSheetValues().flatMap((row) => (Array.isArray(row) ? [row.slice(1)] : [])),
  );
}

/** Where the head of a run says how it stands. */
export function state(page: Page, text: string): Locator {
  return page.locator(".run-head .tag", { hasText: text });
}

/** A cell by what a screen reader is told of it. */
export function cell(page: Page, label: string | RegExp): Locator {
  return page.locator("td, th[scope=row]").and(page.getByLabel(label));
}
