import { execFileSync } from "node:child_process";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FetchError } from "../../core/errors.ts";
import { makePdf } from "../../fetch/readable/pdf/make-pdf.fixture.ts";
import { makeDocx, makeZip, paragraph } from "./office.fixture.ts";
import { type TestFolder, testFolder } from "./read.fixture.ts";
import { openDocumentReader, readDocument } from "./read-document.ts";

let folder: TestFolder;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

describe("in a thread of its own", () => {
  test("a document is read, and then the next one", async () => {
    await folder.write("a.md", "# Title\n\nWords");
    await folder.write("b.txt", "Other words");
    const reader = openDocumentReader();
    try {
      const [first, second] = await Promise.all([
        reader.read({ path: "a.md", root: folder.root }),
        reader.read({ path: "b.txt", root: folder.root }),
      ]);
      expect(first).toMatchObject([{ url: "doc:///a.md", title: "Title", text: "# Title\n\nWords" }]);
      expect(second).toMatchObject([{ url: "doc:///b.txt" }]);
    } finally {
      await reader.close();
    }
  });

  test("one that takes too long is given up, and the reader goes on with the next", async () => {
    await folder.write("slow.txt", "x");
    await folder.write("a.md", "Words");
    const hasty = openDocumentReader({ seconds: 0.001 });
    await expect(hasty.read({ path: "slow.txt", root: folder.root })).rejects.toThrow(
      "slow.txt was not read: it took longer than 0.001 s.",
    );
    await hasty.close();
    const pages = await readDocument({ path: "a.md", root: folder.root }, { limits: { seconds: 60 } });
    expect(pages).toHaveLength(1);
  });

  test("an aborted signal ends it with the signal's reason", async () => {
    await folder.write("a.md", "Words");
    const controller = new AbortController();
    const reason = new Error("enough");
    const reading = readDocument({ path: "a.md", root: folder.root }, { signal: controller.signal });
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });
});

describe("a file is refused with its path and a reason", () => {
  const ole = Buffer.from("D0CF11E0A1B11AE1", "hex");

  test.each<[string, string | Uint8Array, RegExp]>([
    ["report.pdf", makeDocx(paragraph("x")), /its name says PDF, but its content is a ZIP archive/u],
    ["report.docx", makePdf([[]]), /its name says DOCX, but its content is PDF/u],
    ["zip.docx", makeZip([{ name: "a", content: "b" }]), /no Word document/u],
    ["zip.xlsx", makeZip([{ name: "a", content: "b" }]), /no Excel workbook/u],
    ["text.xlsx", "just text", /its content is text/u],
    ["binary.txt", Buffer.from([1, 0, 0, 0, 2, 0, 0, 3]), /its content is binary/u],
    ["book.csv", makeZip([{ name: "a", content: "b" }]), /its content is a ZIP archive/u],
    ["old.docx", ole, /old format of Office/u],
    ["locked.xlsx", Buffer.concat([ole, Buffer.from("EncryptedPackage", "utf16le")]), /needs a password/u],
    ["cut.pdf", "%PDF-1.7\n1 0 obj <<", /damaged, cut off/u],
    ["scan.pdf", makePdf([[]]), /no text \(scanned images\)/u],
    ["empty.txt", "", /it is empty/u],
    ["photo.jpg", "x", /\.jpg is not read/u],
  ])("%s", async (path, content, why) => {
    const reading = folder.read(path, content);
    await expect(reading).rejects.toThrow(why);
    await expect(reading).rejects.toThrow(FetchError);
  });

  test("one that is too large", async () => {
    await expect(folder.read("l.txt", "x".repeat(20_000), { fileBytes: 15_000 })).rejects.toThrow(
      /larger than 15 kB \(20 kB\)/u,
    );
  });

  test("one that unpacks to too much", async () => {
    const bomb = makeDocx(paragraph("x"), {
      more: [{ name: "word/media/a.bin", content: Buffer.alloc(3_000_000), claimedBytes: 5 }],
    });
    await expect(folder.read("bomb.docx", bomb, { unpackedBytes: 2 * 1024 * 1024 })).rejects.toThrow(
      /unpacks to more than 2 MB/u,
    );
  });

  test("one with entities that multiply", async () => {
    const laughs = makeDocx("x", {
      more: [{ name: "customXml/item1.xml", content: '<!DOCTYPE l [<!ENTITY l "ha">]><l>&l;</l>' }],
    });
    await expect(folder.read("laughs.docx", laughs)).rejects.toThrow(/entities/u);
  });

  test("one that lies elsewhere, by its path or by a link", async () => {
    await mkdir(join(folder.root, "inner"), { recursive: true });
    await folder.write("outer.txt", "secret");
    await symlink("../outer.txt", join(folder.root, "inner/link.txt"));
    const root = join(folder.root, "inner");
    for (const path of ["../outer.txt", "link.txt"])
      await expect(readDocument({ path, root })).rejects.toThrow(/lies outside of its folder/u);
  });

  test("one that is not there, and one that is no file", async () => {
    await expect(readDocument({ path: "nothing.txt", root: folder.root })).rejects.toThrow(
      "nothing.txt was not read: it could not be opened (ENOENT).",
    );
    await mkdir(join(folder.root, "folder.txt"));
    await expect(readDocument({ path: "folder.txt", root: folder.root })).rejects.toThrow(
      /no ordinary file/u,
    );
  });

  test.skipIf(process.platform === "win32")("a pipe, which would never end", async () => {
    execFileSync("mkfifo", [join(folder.root, "pipe.txt")]);
    await expect(readDocument({ path: "pipe.txt", root: folder.root })).rejects.toThrow(/no ordinary file/u);
  });
});
