import { describe, expect, test } from "vitest";
import { random } from "../../util/random.ts";
import { PageError } from "../errors.ts";
import { checkUrl } from "./check-url.ts";

describe("a URL has one form", () => {
  test.each([
    ["http://example.org", "http://example.org/"],
    ["  HTTPS://Example.ORG:443/a/../b?q=1#part \n", "https://example.org/b?q=1"],
    ["http://example.org./x", "http://example.org/x"],
    ["https://example.org:8443/", "https://example.org:8443/"],
    ["http://bücher.example/ü", "http://xn--bcher-kva.example/%C3%BC"],
    ["http:\\\\example.org\\x", "http://example.org/x"],
    ["http://example.org\\@127.0.0.1@other.example/", "http://example.org/@127.0.0.1@other.example/"],
    ["http://exa\tmple.org/", "http://example.org/"],
    ["http://2130706433/", "http://127.0.0.1/"],
    ["http://[0:0::1]/", "http://[::1]/"],
  ])("%j", (text, href) => expect(checkUrl(text).href).toBe(href));

  test("that is relative where it comes from a redirect", () => {
    const base = new URL("https://example.org/a/b");
    expect(checkUrl("../c", base).href).toBe("https://example.org/c");
    expect(checkUrl("//other.example/d", base).href).toBe("https://other.example/d");
  });

  test("that is the same when it is checked again", () => {
    for (const text of ["http://EXAMPLE.org.:80/%7e?#", "http://0x7f.1:8080", "https://bücher.example"]) {
      const once = checkUrl(text).href;
      expect(checkUrl(once).href).toBe(once);
    }
  });
});

describe("what is refused is named", () => {
  test.each([
    ["file:///etc/passwd", "not file"],
    ["data:text/html,hello", "not data"],
    ["ftp://example.org/", "not ftp"],
    ["gopher://example.org/", "not gopher"],
    ["javascript:alert(1)", "not javascript"],
    ["blob:https://example.org/1", "not blob"],
    ["ws://example.org/", "not ws"],
    ["view-source:http://example.org/", "not view-source"],
    ["http://user@example.org/", "without them it is"],
    ["http://user:secret@example.org/", "without them it is"],
    ["http://:secret@example.org/", "without them it is"],
    ["http://example.org:22/", "Port 22"],
    ["http://example.org:0/", "Port 0"],
    ["http://example.org:6667/", "Port 6667"],
    ["http://example.org:65536/", "no URL"],
    ["example.org/page", "no URL"],
    ["/page", "no URL"],
    ["", "no URL"],
    ["http://", "no URL"],
    ["http:///", "no URL"],
    ["http://exa mple.org/", "no URL"],
    ["http://exa%00mple.org/", "no URL"],
    ["http://[::1", "no URL"],
    ["http://[fe80::1%25eth0]/", "no URL"],
    ["http://4294967296/", "no URL"],
    ["http://256.0.0.1/", "no URL"],
    ["http://1.2.3.4.5/", "no URL"],
    ["http://./", "no domain name"],
    ["http://example..org/", "no domain name"],
    ["http://example.org../", "no domain name"],
    [`http://${"a".repeat(64)}.org/`, "no domain name"],
    [`http://${"a.".repeat(127)}org/`, "no domain name"],
    [`http://example.org/${"a".repeat(5000)}`, "this one has 5019"],
    [`http://example.org/${"ü".repeat(1000)}`, "encoded, this one has 6019"],
  ])("%j", (text, message) => {
    expect(() => checkUrl(text)).toThrow(PageError);
    expect(() => checkUrl(text)).toThrow(message);
  });

  test("but never with the password", () => {
    expect(() => checkUrl("http://user:secret@example.org/")).toThrow(/^(?!.*secret)/s);
  });
});

test("whatever characters come, it is a URL of http or https without credentials or a PageError", () => {
  const chance = random(3);
  const pieces = [
    "http",
    "https",
    ":",
    "/",
    "//",
    "\\",
    "@",
    "%",
    "[",
    "]",
    "127.0.0.1",
    "::1",
    ".",
    "0x",
    "#",
  ];
  pieces.push("?", "ü", "\u200b", "\u0000", "\n", "。", "１", "a", "user:pass", "80", "22", "file", "\ud800");
  for (let count = 0; count < 2000; count++) {
    const length = Math.floor(chance() * 12);
    const text = Array.from({ length }, () => pieces[Math.floor(chance() * pieces.length)]).join("");
    try {
      const url = checkUrl(count % 2 === 0 ? text : `http://${text}`);
      expect(url.protocol).toMatch(/^https?:$/);
      expect([url.username, url.password, url.hash]).toEqual(["", "", ""]);
      expect(url.hostname).not.toMatch(/^$|\.$/);
    } catch (error) {
      expect(error).toBeInstanceOf(PageError);
    }
  }
});
