import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { ConfigError } from "../../../core/errors.ts";
import { random } from "../../../util/random.ts";
import { fixture, pagesOf, temporaryFolder } from "../pages-of.fixture.ts";
import { oldZim } from "./old-zim.fixture.ts";

// mills.zim was made by zimwriterfs of zim-tools 3.1.3 from a folder of index.html, mill_0.html … mill_39.html, Café_für_Müller.html,
// old_mill.html (a <meta http-equiv="refresh"> to mill_0.html) and a picture:
// zimwriterfs --welcome=index.html --illustration=illustration.png --language=eng --title=Mills --description=Forty
//   --creator=wideseek --publisher=wideseek --source=https://mills.example --name=mills --clusterSize=4096 --withoutFTIndex site mills.zim
const MILLS = fixture("mills.zim");

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe("a ZIM file of today", () => {
  test("gives the text of each of its HTML pages once, and counts its redirect", async () => {
    const redirects: number[] = [];
    const pages = await pagesOf(MILLS, { onRedirects: (count) => redirects.push(count) });
    expect(redirects).toEqual([1]);
    expect(new Set(pages.map((page) => page.title))).toEqual(
      new Set([
        "The mills of the valley",
        "Café für Müller",
        ...Array.from({ length: 40 }, (_, mill) => `Mill ${mill}`),
      ]),
    );
    expect(pages).toHaveLength(42);
    const mill = pages.find((page) => page.title === "Mill 12");
    expect(mill?.url).toBe("https://mills.example/mill_12.html");
    expect(mill?.text).toContain(
      "Mill 12 stands on the river Orla and was built in 1784. Its wheel is 5 metres wide.",
    );
    expect(mill?.text).toContain("| 1834 | Heir 12 |");
    expect(mill?.text).not.toMatch(/hidden|color/);
    expect(pages.find((page) => page.title.startsWith("Café"))?.url).toBe(
      "https://mills.example/Caf%C3%A9_f%C3%BCr_M%C3%BCller.html",
    );
  });

  test("is read in the same order each time, and from any page on", async () => {
    const pages = await pagesOf(MILLS);
    expect(await pagesOf(MILLS, { skip: 40 })).toEqual(pages.slice(40));
  });
});

describe("a ZIM file from before 2021", () => {
  const entries = [
    { namespace: "A", path: "Mill", content: "<p>A mill.</p>" },
    { namespace: "A", path: "Old_mill", title: "Old mill", content: 0 },
    { namespace: "A", path: "Orla?", title: "Orla", content: "<title>The Orla</title><p>A river.</p>" },
    { namespace: "I", path: "picture.html", content: "<p>No page.</p>" },
    { namespace: "M", path: "Source", content: "en.wikipedia.org" },
  ];

  test("has its pages in the namespace A, here without compression and with wide offsets", async () => {
    expect(await pagesOf(folder.write("old.zim", oldZim(entries)))).toEqual([
      { url: "https://en.wikipedia.org/wiki/Mill", title: "Mill", text: "A mill." },
      { url: "https://en.wikipedia.org/wiki/Orla%3F", title: "Orla", text: "A river." },
    ]);
  });

  test("that does not say what it was made from has addresses of its own", async () => {
    const [page] = await pagesOf(folder.write("old mills.zim", oldZim(entries.slice(0, 4))));
    expect(page?.url).toBe("zim://old%20mills/Mill");
  });

  test("compressed with xz is refused with what would work", async () => {
    const bytes = oldZim(entries);
    bytes[Number(bytes.readBigUInt64LE(Number(bytes.readBigUInt64LE(48))))] = 4;
    const path = folder.write("xz.zim", bytes);
    await expect(pagesOf(path)).rejects.toThrow(ConfigError);
    await expect(pagesOf(path)).rejects.toThrow(/compressed with xz, which is not read; .*zimrecreate/);
  });
});

describe("a ZIM file that is not whole", () => {
  test.each([
    ["cut off", 30_000, /is cut off: 30000 of \d+ bytes/],
    ["cut off in its header", 40, /is no ZIM file/],
  ])("is refused when it is %s", async (_, length, message) => {
    const path = folder.write("cut.zim", readFileSync(MILLS).subarray(0, length));
    await expect(pagesOf(path)).rejects.toThrow(ConfigError);
    await expect(pagesOf(path)).rejects.toThrow(message);
  });

  test("never leads to anything but pages or a message to the user", async () => {
    const bytes = readFileSync(MILLS);
    const next = random(7);
    for (let round = 0; round < 60; round += 1) {
      const damaged = Buffer.from(bytes);
      const [from, to] = round % 2 === 0 ? [24, 80] : [80, bytes.length];
      for (let hits = 0; hits < 4; hits += 1) {
        damaged[Math.floor(from + next() * (to - from))] = Math.floor(next() * 256);
      }
      const path = folder.write("damaged.zim", damaged);
      const outcome = await pagesOf(path, { skip: 40 }).catch((error: unknown) => error);
      if (!Array.isArray(outcome)) expect(outcome).toBeInstanceOf(ConfigError);
    }
  });
});
