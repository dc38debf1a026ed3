/** @file How fast the page is: its size, its first paint, and its frames while a large table fills and scrolls. */
import { readdir, readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { type Browser, chromium, type Page } from "playwright-core";
import { openPageServer } from "../web/dev/page-server.ts";
import { scriptedWorld } from "../web/dev/scripted-world.ts";

const ROWS = 5_000;
const ROWS_A_STEP = 20;
const STEP_MS = 50;
const SCROLL_SECONDS = 10;
const ASSETS = new URL("../dist/web/assets/", import.meta.url);

const server = await openPageServer(scriptedWorld({ rows: ROWS, rowsAStep: ROWS_A_STEP, stepMs: STEP_MS }));
const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
try {
  await printSizes();
  await printFirstPaint(browser);
  await printFrames(browser);
} finally {
  await browser.close();
  await server.close();
}

async function printSizes(): Promise<void> {
  let sum = 0;
  for (const name of await readdir(ASSETS)) {
    const bytes = gzipSync(await readFile(new URL(name, ASSETS))).byteLength;
    sum += bytes;
    console.log(`${name}: ${kilobytes(bytes)} compressed`);
  }
  console.log(`page code in all: ${kilobytes(sum)} compressed (at most 300 KB)`);
}

/** Of a browser that has nothing in its cache, five times. */
async function printFirstPaint(browser: Browser): Promise<void> {
  const times: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(server.url);
    await page.waitForSelector("h1");
    times.push(
      await page.evaluate<number>(
        'performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? performance.now()',
      ),
    );
    await context.close();
  }
  const sorted = times.toSorted((left, right) => left - right);
  console.log(
    `first paint: ${sorted[2]?.toFixed(0)} ms in the middle, ${sorted[4]?.toFixed(0)} ms at worst (at most 1000 ms)`,
  );
}

async function printFrames(browser: Browser): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(`${server.url}/#/runs/live`);
  await page.locator(`[role="grid"][aria-rowcount="${ROWS + 1}"]`).waitFor({ timeout: 120_000 });
  const mainThreadMs = await openMeter(page);
  const before = await mainThreadMs();
  const gaps = await page.evaluate<readonly number[]>(scrollAndTime(SCROLL_SECONDS * 1000));
  const busy = (await mainThreadMs()) - before;
  const sorted = gaps.toSorted((left, right) => left - right);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  const rate = (gaps.length * 1000) / gaps.reduce((sum, gap) => sum + gap, 0);
  const updates = (ROWS_A_STEP * 1000) / STEP_MS;
  console.log(`${ROWS} rows × 10 columns, ${updates} rows a second changing, scrolling ${SCROLL_SECONDS} s:`);
  console.log(
    `${rate.toFixed(1)} frames a second (at least 50); frame ${at(0.5).toFixed(1)} ms in the middle, ${at(0.95).toFixed(1)} ms at 95 %, ${at(1 - 1 / sorted.length).toFixed(1)} ms at worst`,
  );
  console.log(
    `${(busy / gaps.length).toFixed(1)} ms of processor a frame on the page's main thread (16.7 ms is 60 frames a second)`,
  );
}

/** Reads the processor time of the page's main thread so far, which tells its own work from that of a busy machine. */
async function openMeter(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1000;
  };
}

/** Runs in the page: the milliseconds between its frames. Text, as what is compiled may need helpers that no page has. */
function scrollAndTime(ms: number): string {
  return `new Promise((resolve) => {
    const grid = document.querySelector(".grid");
    const gaps = [];
    const begun = performance.now();
    let last = begun;
    let down = 1;
    requestAnimationFrame(function step(now) {
      if (now - begun > ${ms}) return resolve(gaps.slice(1));
      gaps.push(now - last);
      last = now;
      if (grid.scrollTop + grid.clientHeight >= grid.scrollHeight - 1) down = -1;
      if (grid.scrollTop <= 0) down = 1;
      grid.scrollTop += 90 * down;
      requestAnimationFrame(step);
    });
  })`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`;
}
