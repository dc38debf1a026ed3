import { describe, expect, test } from "vitest";
import { PageError } from "../errors.ts";
import { type FollowRules, follow } from "./follow.ts";
import type { HttpAnswer } from "./http-client.ts";

/** A web of redirects, URL to Location header; every other URL is a page. */
function web(redirects: Readonly<Record<string, string>>, status = 302) {
  const asked: string[] = [];
  const get = async ({ href }: URL): Promise<HttpAnswer> => {
    asked.push(href);
    const location = redirects[href];
    const isRedirect = href in redirects;
    return {
      status: isRedirect ? status : 200,
      header: (name) => (name === "location" && location !== "" ? location : undefined),
      body: new Uint8Array(),
    };
  };
  return { asked, get };
}

const rules: FollowRules = { maxRedirects: 3, target: (location, base) => new URL(location, base) };

describe("a redirect is followed", () => {
  test.each([301, 302, 303, 307, 308])("with status %i, relative to where it stands", async (status) => {
    const { get, asked } = web({ "https://a.test/x/y": "../z", "https://a.test/z": "//b.test/q" }, status);
    const { url, answer } = await follow(new URL("https://a.test/x/y"), get, rules);
    expect([url.href, answer.status]).toEqual(["https://b.test/q", 200]);
    expect(asked).toEqual(["https://a.test/x/y", "https://a.test/z", "https://b.test/q"]);
  });

  test("from http to https", async () => {
    const { get } = web({ "http://a.test/": "https://a.test/" });
    expect((await follow(new URL("http://a.test/"), get, rules)).url.href).toBe("https://a.test/");
  });

  test("to an address in UTF-8 or Latin-1", async () => {
    const { get } = web({
      "http://a.test/1": Buffer.from("/zürich").toString("latin1"),
      "http://a.test/2": "/zürich",
    });
    for (const path of ["/1", "/2"]) {
      const { url } = await follow(new URL(path, "http://a.test"), get, rules);
      expect(url.pathname).toBe("/z%C3%BCrich");
    }
  });

  test("and others are answers", async () => {
    const { get } = web({ "http://a.test/": "/b" }, 304);
    expect((await follow(new URL("http://a.test/"), get, rules)).answer.status).toBe(304);
  });
});

describe("a redirect is refused", () => {
  test.each([
    ["from https to http", { "https://a.test/": "http://a.test/" }, "from https to http://a.test/"],
    ["to itself", { "https://a.test/": "/" }, "in a circle"],
    [
      "in a circle",
      { "https://a.test/": "/1", "https://a.test/1": "/2", "https://a.test/2": "/1" },
      "in a circle",
    ],
    ["without a target", { "https://a.test/": "" }, "without a target"],
    [
      "after too many",
      {
        "https://a.test/": "/1",
        "https://a.test/1": "/2",
        "https://a.test/2": "/3",
        "https://a.test/3": "/4",
      },
      "more than 3 redirects",
    ],
  ])("%s", async (_, redirects, message) => {
    const { get } = web(redirects);
    const following = follow(new URL("https://a.test/"), get, rules);
    await expect(following).rejects.toThrow(message);
    await expect(following).rejects.toMatchObject({ reason: "redirect" });
  });

  test("where its target is", async () => {
    const { get, asked } = web({ "https://a.test/": "https://inside.test/" });
    const target = () => {
      throw new PageError("address", "inside");
    };
    await expect(follow(new URL("https://a.test/"), get, { ...rules, target })).rejects.toThrow("inside");
    expect(asked).toEqual(["https://a.test/"]);
  });
});
