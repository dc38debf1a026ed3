/** @file Uploads: what is no document, or would go elsewhere, is refused and leaves nothing behind. */
import { readdir } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { liveServers } from "../../../test/fixtures/live-server.ts";

const open = liveServers();

const json = { "content-type": "application/json" };
const bytes = { "content-type": "application/octet-stream" };

describe("an upload", () => {
  test.each([
    ["up the folders", "../../evil.md", "# x"],
    ["to another folder", "a/evil.md", "# x"],
    ["to another folder in Windows", "a\\evil.md", "# x"],
    ["hidden", ".profile.md", "# x"],
    ["with a zero in its name", "a\0.md", "# x"],
    ["with a very long name", `${"x".repeat(300)}.md`, "# x"],
    ["of a program", "run.sh", "#!/bin/sh"],
    ["that is no PDF", "a.pdf", "<script>alert(1)</script>"],
    ["that is no workbook", "a.xlsx", "PK\u0003\u0004 and no more"],
    ["that is binary", "a.txt", "\u0000\u0001\u0002 \u0000"],
  ])("%s is refused, and nothing is left of it", async (_, name, body) => {
    const { call, home } = await open();

    const refused = await call("POST", "/api/knowledge-bases/notes/documents", {
      headers: { ...bytes, "x-file-name": encodeURIComponent(name) },
      body,
    });

    expect(refused.status).toBe(422);
    expect(refused.json.error.message).not.toContain(home);
    const left = await readdir(home, { recursive: true }).catch(() => []);
    expect(left.filter((entry) => /evil|profile|run\.sh|\.md|\.pdf|\.xlsx|\.txt|upload/.test(entry))).toEqual(
      [],
    );
  });

  test.each(["..%2Fx", "seed", ".git", "A B", "%2e%2e", "x".repeat(70)])(
    "to the knowledge base %s is refused",
    async (name) => {
      const { call, home } = await open();

      const refused = await call("POST", `/api/knowledge-bases/${name}/documents`, {
        headers: { ...bytes, "x-file-name": "a.md" },
        body: "# a",
      });

      expect(refused.status).toBe(404);
      expect(await readdir(home)).toEqual([]);
    },
  );

  test("as JSON or without a name is refused", async () => {
    const { call } = await open();
    const path = "/api/knowledge-bases/notes/documents";

    expect(
      (await call("POST", path, { headers: { ...json, "x-file-name": "a.md" }, body: "{}" })).status,
    ).toBe(415);
    expect((await call("POST", path, { headers: bytes, body: "# a" })).status).toBe(422);
  });

  test("of a table that is none is refused", async () => {
    const { call } = await open();

    for (const [name, body] of [
      ["a.csv", ""],
      ["a.xlsx", "PK"],
      ["a.html", "<table>"],
    ] as const) {
      const refused = await call("POST", "/api/tables", { headers: { ...bytes, "x-file-name": name }, body });
      expect(refused.status).toBe(422);
    }
  });
});
