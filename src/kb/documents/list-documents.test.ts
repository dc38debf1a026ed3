import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { listDocuments } from "./list-documents.ts";
import { type TestFolder, testFolder } from "./read.fixture.ts";

let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());

const paths = async () => (await listDocuments(folder.root)).files.map(({ path }) => path);

test("documents are listed in the order of their paths, with size and time", async () => {
  for (const path of ["b.md", "a/z.txt", "a/b.PDF", "Ä.csv"]) await folder.write(path, "text");
  expect(await paths()).toEqual(["a/b.PDF", "a/z.txt", "b.md", "Ä.csv"]);
  const { files } = await listDocuments(folder.root);
  expect(files[0]).toMatchObject({ root: folder.root, size: 4 });
  expect(Math.abs((files[0]?.modified ?? 0) - Date.now())).toBeLessThan(60_000);
});

test("hidden files, packages and locks of Office are passed over", async () => {
  for (const path of [".a.txt", ".git/b.txt", "node_modules/c/d.md", "~$e.docx", "f.txt"])
    await folder.write(path, "x");
  expect(await listDocuments(folder.root)).toMatchObject({ files: [{ path: "f.txt" }], skipped: [] });
});

test("what is not read is named with what would work", async () => {
  await folder.write("old.doc", "x");
  await folder.write("photo.jpg", "x");
  await folder.write("README", "x");
  await folder.write("empty.txt", "");
  const { skipped } = await listDocuments(folder.root);
  expect(Object.fromEntries(skipped.map(({ path, why }) => [path, why]))).toEqual({
    README: "a name without an ending is not read: only PDF, DOCX, XLSX, CSV, HTML, Markdown and text are",
    "empty.txt": "it is empty",
    "old.doc": ".doc is not read: save it as DOCX",
    "photo.jpg": ".jpg is not read: only PDF, DOCX, XLSX, CSV, HTML, Markdown and text are",
  });
});

test("links are followed only inside the folder, and no file is listed twice", async () => {
  const outside = await mkdtemp(join(tmpdir(), "outside-"));
  await writeFile(join(outside, "secret.txt"), "secret");
  await folder.write("a.txt", "a");
  await folder.write(".store/b.txt", "b");
  await mkdir(join(folder.root, "sub"));
  const links = {
    "out.txt": join(outside, "secret.txt"),
    outdir: outside,
    "same.txt": "a.txt",
    "stored.txt": ".store/b.txt",
  };
  const more = { "sub/up": "..", "broken.txt": "nowhere.txt" };
  for (const [name, target] of Object.entries({ ...links, ...more }))
    await symlink(target, join(folder.root, name));
  const { files, skipped } = await listDocuments(folder.root);
  await rm(outside, { recursive: true });
  expect(files.map(({ path }) => path)).toEqual(["a.txt", "stored.txt"]);
  expect(Object.fromEntries(skipped.map(({ path, why }) => [path, why]))).toEqual({
    "broken.txt": "a link that leads nowhere",
    "out.txt": "a link that leads out of the folder",
    outdir: "a link that leads out of the folder",
    "same.txt": "a link to a.txt, which is read itself",
    "sub/up": "a link to the folder ",
  });
});

test("of a root that is a file only this file is listed", async () => {
  await folder.write("a.txt", "x");
  await folder.write("b.txt", "x");
  const { files } = await listDocuments(join(folder.root, "a.txt"));
  expect(files).toMatchObject([{ path: "a.txt", root: folder.root }]);
});

test("a root that is not there is the user's to mend", async () => {
  await expect(listDocuments(join(folder.root, "nothing"))).rejects.toThrow(ConfigError);
});
