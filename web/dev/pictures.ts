/**
 * @file The pictures of docs/page.md, taken of a server: `npx tsx web/dev/pictures.ts <its URL> [folder]`. It asks one of the
 * example questions where no run has; the filling table and the cell whose sources disagree are of a made-up run.
 */
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { openPageServer } from "./page-server.ts";
import { scriptedWorld } from "./scripted-world.ts";

const [url = "http://127.0.0.1:7077", folder = "docs/images"] = process.argv.slice(2);
const QUESTION = "Which countries of Africa are landlocked? Give capital and population.";
const WIDE = { width: 1200, height: 720 };
const NARROW = { width: 360, height: 720 };

const browser = await chromium.launch({
  executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const world = await openPageServer(scriptedWorld({ rows: 60, rowsAStep: 6, stepMs: 250 }));
try {
  const run = await findRun();
  await take("start-light", { viewport: WIDE }, () => Promise.resolve());
  await take("start-narrow-zh", { viewport: NARROW, locale: "zh-CN" }, () => Promise.resolve());
  await take("plan-dark", { viewport: WIDE, colorScheme: "dark" }, plan);
  await take("filling-light", { viewport: WIDE }, fill);
  await take("cell-light", { viewport: WIDE }, async (page) => {
    await page.goto(`${url}/${run}`);
    await page
      .getByLabel(/, supported/)
      .nth(10)
      .click();
    await page.locator(".source").first().waitFor();
  });
  await take("cell-dark", { viewport: { width: 1000, height: 600 }, colorScheme: "dark" }, openConflict);
  await take("cell-narrow-dark", { viewport: NARROW, colorScheme: "dark" }, openConflict);
  await take("run-narrow-light", { viewport: NARROW }, async (page) => {
    await page.goto(`${url}/${run}`);
    await page.locator(".grid-body tr").first().waitFor();
  });
} finally {
  await browser.close();
  await world.close();
}

async function take(
  name: string,
  options: BrowserContextOptions,
  act: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ locale: "en-US", ...options });
  const page = await context.newPage();
  await page.goto(`${url}/`);
  await page.locator(".example").first().waitFor();
  await act(page);
  await page.waitForTimeout(400);
  await page.screenshot({ path: `${folder}/page-${name}.png` });
  await context.close();
}

/** The address of a run of the question, within the page. */
async function findRun(): Promise<string> {
  const page = await browser.newPage();
  await page.goto(`${url}/`);
  const known = page.locator("a.run-line", { hasText: QUESTION }).first();
  await page.locator(".example").first().waitFor();
  if ((await known.count()) === 0) {
    await page.fill("#ask", QUESTION);
    await page.keyboard.press("Enter");
    await page.locator(".run-head .tag", { hasText: "done" }).waitFor();
  } else await known.click();
  await page.waitForURL(/#\/runs\//);
  const { hash } = new URL(page.url());
  await page.close();
  return hash;
}

async function plan(page: Page): Promise<void> {
  await page.fill("#ask", QUESTION);
  await page.getByText("High", { exact: true }).click();
  await page.getByRole("button", { name: "Plan", exact: true }).click();
  await page.locator(".plan .estimate").scrollIntoViewIfNeeded();
}

async function fill(page: Page): Promise<void> {
  await page.goto(`${world.url}/#/runs/live`);
  await page
    .getByLabel(/^Region \d+, reported/)
    .nth(8)
    .waitFor();
}

async function openConflict(page: Page): Promise<void> {
  await page.goto(`${world.url}/#/runs/done`);
  await page
    .getByLabel(/, conflicting/)
    .first()
    .click();
  await page.locator(".candidate").first().waitFor();
}
