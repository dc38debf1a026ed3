/** @file The page as a user has it: a real browser, the real server, from the question to the file on the disk. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import {
  buildPage,
  cell,
  hasChromium,
  openBrowser,
  type Served,
  seriousProblems,
  serve,
  sheetsOf,
  state,
  type Visit,
  visit,
} from "./page.fixture.ts";
import { CAPITALS, HOSTILE_TITLE, writeDocuments } from "./page-documents.fixture.ts";
import { type HeldModel, startHeldModel } from "./page-model.fixture.ts";

const MINUTE = 60_000;
const LANDLOCKED = "Which countries of Africa are landlocked? Give capital and population.";

describe.skipIf(!hasChromium)("the page", () => {
  let home = "";
  let served: Served;
  /** The server whose model waits for the test. */
  let held: Served;
  let browser: Browser;
  let model: HeldModel;
  const visits: Visit[] = [];

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "wideseek-page-"));
    model = await startHeldModel(CAPITALS);
    await writeDocuments(join(home, "documents"));
    await buildPage();
    served = await serve({ home, runs: join(home, "runs") });
    held = await serve(heldServer());
    browser = await openBrowser();
  }, 3 * MINUTE);

  afterAll(async () => {
    await browser?.close();
    for (const one of [served, held]) {
      one?.process.kill("SIGKILL");
      await one?.process.outcome;
    }
    await model?.close();
    await rm(home, { recursive: true, force: true });
  }, MINUTE);

  afterEach(async () => {
    const complaints = visits.flatMap((one) => one.complaints);
    await Promise.all(visits.splice(0).map(({ page }) => page.context().close()));
    expect(complaints).toEqual([]);
  });

  const heldServer = () => ({
    home,
    runs: join(home, "held-runs"),
    args: ["--model", "held", "--base-url", model.url, "--kb", join(home, "documents")],
  });

  async function open(path = "/", options: BrowserContextOptions & { at?: Served } = {}): Promise<Page> {
    const { at = served, ...context } = options;
    const visited = await visit(browser, `${at.url}${path}`, context);
    visits.push(visited);
    return visited.page;
  }

  async function ask(question: string, at?: Served): Promise<Page> {
    const page = await open("/", at && { at });
    await page.fill("#ask", question);
    await page.keyboard.press("Enter");
    await page.waitForURL(/#\/runs\//);
    return page;
  }

  /** The table that the demonstrator brings, asked for once. */
  let answered = "";
  async function openAnswered(): Promise<Page> {
    if (answered !== "") return open(answered);
    const page = await ask(LANDLOCKED);
    await state(page, "done").waitFor();
    answered = `/${new URL(page.url()).hash}`;
    return page;
  }

  test("begins with a box, examples of tables, and no serious problem for a screen reader", {
    timeout: 2 * MINUTE,
  }, async () => {
    const page = await open();
    await page.locator("#ask").waitFor();
    await page.keyboard.press("/");

    expect(await page.evaluate("document.activeElement.id")).toBe("ask");
    await expect.poll(() => page.locator(".example").count()).toBe(3);
    expect(await seriousProblems(page)).toEqual([]);
  });

  test("shows a table whose cells fill while subagents report", { timeout: 2 * MINUTE }, async () => {
    const page = await ask("What are the capitals of Estonia, Kenya and Peru?", held);
    await page.getByRole("button", { name: "lead.3" }).waitFor();
    model.release("Kenya");
    await cell(page, "Nairobi, reported").waitFor();
    expect(await page.locator(".grid-body tr").count()).toBe(1);
    expect(await seriousProblems(page)).toEqual([]);

    await page.fill("#say", "Capitals only.");
    await page.keyboard.press("Enter");
    await page.getByText("The lead agent hears it in its next turn: Capitals only.").waitFor();
    model.release("Estonia");
    model.release("Peru");
    await cell(page, "Tallinn, supported").waitFor();
    await state(page, "done").waitFor();

    expect(await page.locator(".grid-body tr").count()).toBe(3);
  });

  test("opens the quote behind a cell, and the page that it stands in", { timeout: 2 * MINUTE }, async () => {
    const page = await openAnswered();
    await cell(page, "Gaborone, supported").click();
    const panel = page.getByRole("complementary", { name: "Capital of Botswana" });

    await panel.locator("blockquote mark", { hasText: "Gaborone" }).first().waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await panel.getByRole("button", { name: "Page as it was read" }).first().click();
    await page.getByRole("dialog").locator("mark", { hasText: "Gaborone" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("is moved in by keys: arrows, Enter, Escape and the list of them all", {
    timeout: 2 * MINUTE,
  }, async () => {
    const page = await openAnswered();
    const grid = page.getByRole("grid");
    await grid.focus();
    for (const key of ["ArrowDown", "ArrowDown", "ArrowRight", "Enter"]) await page.keyboard.press(key);
    await page.getByRole("complementary", { name: /^Capital of/ }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("complementary").waitFor({ state: "detached" });
    expect(await page.evaluate("document.activeElement.getAttribute('role')")).toBe("grid");

    await page.keyboard.press("Shift+ArrowDown");
    await page.getByRole("button", { name: "Repair 2 cells" }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
  });

  test("takes another source for a cell whose sources disagree", { timeout: 2 * MINUTE }, async () => {
    const page = await heldRun();
    for (const country of Object.keys(CAPITALS)) model.release(country);
    await state(page, "done").waitFor();
    await cell(page, /^Nairobi, conflicting/).click();
    const panel = page.getByRole("complementary", { name: "Capital of Kenya" });
    await panel.getByText(HOSTILE_TITLE).first().waitFor();
    await panel.getByRole("button", { name: "Use this" }).first().click();

    await panel.getByText("chosen by you").waitFor();
    await cell(page, /^Mombasa/).waitFor();
    expect(await page.locator("main img").count()).toBe(0);
    expect(await page.title()).toBe("wideseek");
  });

  test("repairs one cell once its price was seen, and shows what changed", {
    timeout: 3 * MINUTE,
  }, async () => {
    const page = await openAnswered();
    const before = page.url();
    await cell(page, "Lilongwe, supported").click();
    await page.getByRole("complementary").getByRole("button", { name: "Repair" }).click();
    const price = page.getByRole("dialog", { name: "Repair cells" });
    await price.getByText("1 cell", { exact: true }).waitFor();
    await price.getByText("Tokens").waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await price.getByRole("button", { name: "Start" }).click();

    await expect.poll(() => page.url(), { timeout: MINUTE }).not.toBe(before);
    await state(page, "done").waitFor();
    await cell(page, /^Lilongwe/).waitFor();
    expect(await page.locator(".grid-body tr").count()).toBe(16);
    await page.getByRole("link", { name: "Changes" }).click();
    await page.getByRole("heading", { name: /changed/ }).waitFor();
    expect(await seriousProblems(page)).toEqual([]);
  });

  test("adds a column", { timeout: 3 * MINUTE }, async () => {
    const page = await openAnswered();
    await page.getByRole("button", { name: "+ column" }).click();
    await page.getByRole("textbox", { name: /Names of the columns/ }).fill("Currency");
    await page.getByRole("button", { name: "Show the price" }).click();
    await page
      .getByRole("dialog", { name: "Extend the table" })
      .getByText("16 cells", { exact: true })
      .waitFor();
    await page.getByRole("button", { name: "Start" }).click();

    await page.getByRole("columnheader", { name: "Currency" }).waitFor();
    await state(page, "done").waitFor();
    expect(await page.locator(".grid-body tr").count()).toBe(16);
  });

  test("extends a table that the user brings", { timeout: 3 * MINUTE }, async () => {
    const page = await open();
    await page.setInputFiles("input[type=file]", {
      name: "mine.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("Country,Capital\nPeru,Lima\nChile,Santiago\n"),
    });
    await page.getByText("mine.csv: 2 rows, 2 columns").waitFor();
    await page.fill("#ask", "Add the currency of each country.");
    await page.keyboard.press("Enter");

    await page.getByRole("columnheader", { name: "Currency" }).waitFor();
    await state(page, "done").waitFor();
    expect(await page.locator(".grid-body tr").count()).toBe(2);
  });

  test("refreshes a table, and shows that nothing changed", { timeout: 3 * MINUTE }, async () => {
    const page = await openAnswered();
    const before = page.url();
    await page.getByRole("button", { name: "Refresh" }).click();
    await page.getByRole("dialog").getByText("48 cells", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Start" }).click();
    await expect.poll(() => page.url(), { timeout: MINUTE }).not.toBe(before);
    await state(page, "done").waitFor();
    await page.getByRole("link", { name: "Changes" }).click();

    await page.getByRole("heading", { name: "Nothing changed" }).waitFor();
  });

  test("stops, and keeps what was found", { timeout: 2 * MINUTE }, async () => {
    const page = await heldRun();
    await page.getByRole("button", { name: "Stop" }).click();

    await state(page, "stopped").waitFor();
    await cell(page, /^Nairobi/).waitFor();
  });

  test("goes on with a run whose server was killed", { timeout: 4 * MINUTE }, async () => {
    const page = await heldRun();
    held.process.kill("SIGKILL");
    await page.getByText("The server does not answer.").waitFor();
    held = await serve({ ...heldServer(), port: held.port });
    await state(page, "broken off").waitFor();
    for (const country of Object.keys(CAPITALS)) model.release(country);
    await page.getByRole("button", { name: "Resume" }).click();

    await state(page, "done").waitFor();
    await cell(page, "Lima, supported").waitFor();
    // The browser names each call that the dead server refused.
    visits.splice(0);
    await page.context().close();
  });

  /** One whose subagents wait, but for the one that has reported Kenya. */
  async function heldRun(): Promise<Page> {
    model.hold();
    const page = await ask("What are the capitals of Estonia, Kenya and Peru?", held);
    await page.getByRole("button", { name: "lead.3" }).waitFor();
    model.release("Kenya");
    await cell(page, "Nairobi, reported").waitFor();
    return page;
  }

  describe("exports", () => {
    async function exported(name: string): Promise<Buffer> {
      const page = await openAnswered();
      await page.locator("summary", { hasText: "Export" }).click();
      const download = page.waitForEvent("download");
      await page.getByRole("button", { name }).click();
      return readFile(await (await download).path());
    }

    test("a workbook with a sheet of values", { timeout: 2 * MINUTE }, async () => {
      const [rows = [], ...further] = await sheetsOf(await exported("Excel workbook"));

      expect(rows[0]).toEqual(["Country", "Capital", "Population"]);
      expect(rows).toContainEqual(expect.arrayContaining(["Botswana", "Gaborone"]));
      expect(further.length).toBeGreaterThan(0);
    });

    test.each([
      ["CSV values only", /^\uFEFF?Country,Capital,Population\r?\n/, /Botswana,Gaborone/],
      ["CSV with sources", /Capital_source|Capital source/i, /Gaborone/],
      ["JSON", /^\{/, /"Gaborone"/],
      ["Markdown", /\| Country/, /\[\^\d+\]/],
      ["Web page", /^<!doctype html>/i, /Gaborone/],
    ])("%s", { timeout: 2 * MINUTE }, async (name, ...patterns) => {
      const text = (await exported(name)).toString("utf8");
      for (const pattern of patterns) expect(text).toMatch(pattern);
    });
  });

  test("plans before it begins, and begins with what was changed in the plan", {
    timeout: 3 * MINUTE,
  }, async () => {
    const page = await open();
    await page.fill("#ask", LANDLOCKED);
    await page.getByRole("checkbox", { name: "Plan first" }).check();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    const plan = page.getByRole("region", { name: "Plan" });
    await plan.getByText("Based on").waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    await plan.getByRole("button", { name: "Remove Population" }).click();
    await plan.getByRole("button", { name: "Start", exact: true }).click();
    await state(page, "done").waitFor();

    expect(await page.getByRole("columnheader").allTextContents()).toEqual(["Country", "Capital"]);
  });

  test("tries the first ten rows, and goes on to all of them", { timeout: 3 * MINUTE }, async () => {
    const page = await open();
    await page.fill("#ask", LANDLOCKED);
    await page.getByRole("checkbox", { name: "Plan first" }).check();
    await page.getByRole("button", { name: "Plan", exact: true }).click();
    await page.getByRole("button", { name: "Start with 10 rows" }).click();
    await page.getByText("the first 10 rows").waitFor();
    expect(await page.locator(".grid-body tr").count()).toBe(10);
    await page.getByRole("button", { name: "Find all rows" }).click();
    await page.getByText("found 16 of").waitFor();

    expect(await page.locator(".grid-body tr").count()).toBe(16);
  });

  test("shows all that an agent did", { timeout: 2 * MINUTE }, async () => {
    const page = await openAnswered();
    await page.getByRole("button", { name: /^Team \d+/ }).click();
    await page.getByRole("button", { name: /^lead\.1 / }).click();
    const trace = page.getByRole("complementary", { name: "All that lead.1 did" });
    await trace.getByText("Turn 1").waitFor();
    await trace.locator("details.call").first().click();

    await trace.locator(".call-result").first().waitFor();
    expect(await seriousProblems(page)).toEqual([]);
  });

  test("shows nothing of a question as markup", { timeout: 2 * MINUTE }, async () => {
    const page = await ask('<img src=x onerror="document.title=1"> List the countries of <b>Oceania</b>.');

    await page.locator("h1", { hasText: '<img src=x onerror="document.title=1">' }).waitFor();
    expect(await page.locator("main img").count()).toBe(0);
    expect(await page.title()).toBe("wideseek");
  });

  test("speaks Chinese to a Chinese browser, and lists the runs", { timeout: 2 * MINUTE }, async () => {
    await openAnswered();
    const page = await open("/", { locale: "zh-CN" });
    await page.getByRole("heading", { name: "你需要什么表格？" }).waitFor();
    await page.getByRole("searchbox").fill("landlocked");

    await page.locator(".run-line", { hasText: LANDLOCKED }).first().waitFor();
    expect(await seriousProblems(page)).toEqual([]);
  });

  test("has no serious problem in the dark, nor on a narrow screen", { timeout: 3 * MINUTE }, async () => {
    const address = new URL((await openAnswered()).url()).hash;
    const page = await open(`/${address}`, { colorScheme: "dark", viewport: { width: 360, height: 740 } });
    await page.locator(".grid-body tr").first().waitFor();
    expect(await seriousProblems(page)).toEqual([]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    await cell(page, "Gaborone, supported").click();
    await page.locator(".source").first().waitFor();

    expect(await seriousProblems(page)).toEqual([]);
  });

  test("works with the token in its address, and without it says what is missing", {
    timeout: 2 * MINUTE,
  }, async () => {
    const token = "a-token-of-one-test-0";
    const guarded = await serve({ home, runs: join(home, "runs"), args: ["--token", token] });
    try {
      const page = await open(`/#token=${token}`, { at: guarded });
      await page.locator(".example").first().waitFor();
      expect(page.url()).not.toContain(token);
      await page.locator("a.run-line", { hasText: LANDLOCKED }).first().click();
      await page.locator(".grid-body tr").first().waitFor();

      const { page: stranger } = await visit(browser, guarded.url);
      await stranger.getByRole("alert").first().waitFor();
      await stranger.context().close();
    } finally {
      guarded.process.kill("SIGKILL");
      await guarded.process.outcome;
    }
  });

  test("lists reports", { timeout: 2 * MINUTE }, async () => {
    const page = await open("/#/reports");
    await page.getByRole("heading", { name: "Evaluations" }).waitFor();

    expect(await seriousProblems(page)).toEqual([]);
  });
});
