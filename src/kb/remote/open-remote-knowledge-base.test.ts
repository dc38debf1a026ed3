/** @file The client against local servers that speak each dialect, and against servers that misbehave. */
import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import {
  type Answer,
  type ModelServer,
  sendJson,
  startModelServer,
} from "../../../test/fixtures/model-server.ts";
import { virtualClock } from "../../../test/fixtures/virtual-clock.ts";
import { ConfigError, FetchError, ToolInputError } from "../../core/errors.ts";
import { openRemoteKnowledgeBase, type RemoteSettings } from "./open-remote-knowledge-base.ts";

const servers: ModelServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function remote(answer: Answer, settings: Partial<RemoteSettings> = {}) {
  const server = await startModelServer(answer);
  servers.push(server);
  const clock = virtualClock();
  const knowledgeBase = openRemoteKnowledgeBase(
    { url: server.url, name: "wiki", ...settings },
    { clock, random: () => 0.5 },
  );
  return { server, clock, knowledgeBase, bodies: () => server.requests.map(({ body }) => body) };
}

const url = "https://en.wikipedia.org/w/index.php?title=Tallinn";
const text = "Tallinn is the capital of Estonia.\nIt lies on the Gulf of Finland.";
const contents = `"Tallinn"\n${text}`;
const query = { query: "Tallinn", limit: 3, form: "passages" } as const;
const scored = { result: [[{ document: { id: "7", contents, url }, score: 0.83 }]] };
const passage = { id: "7", url, title: "Tallinn", text, score: 0.83 };

const answering =
  (body: unknown, status = 200): Answer =>
  (response) =>
    sendJson(response, body, status);
const raw =
  (body: string, status = 200): Answer =>
  (response) =>
    response.writeHead(status).end(body);
const hangUp: Answer = (response) => response.destroy();
/** Each in its turn, then the last one for ever. */
const inTurn =
  (...answers: readonly Answer[]): Answer =>
  (response, request, call) =>
    (answers[call] ?? answers.at(-1))?.(response, request, call);

describe("dialects", () => {
  test("RLinf's and ASearcher's servers are asked without scores and answer with documents", async () => {
    const flat = {
      result: [
        [
          { id: 7, contents, url },
          { id: 8, contents: '"Riga"\nA port.', url: "https://riga" },
        ],
      ],
    };
    const { knowledgeBase, bodies } = await remote(answering(flat), { dialect: "rlinf" });

    expect(await knowledgeBase.search(query)).toEqual([
      { ...passage, score: 1 },
      { id: "8", url: "https://riga", title: "Riga", text: "A port.", score: 0.5 },
    ]);
    expect(bodies()).toEqual([{ queries: ["Tallinn"], topk: 3, return_scores: false }]);
  });

  test.each(["auto", "search-r1"] as const)("%s asks with scores", async (dialect) => {
    const { knowledgeBase, bodies } = await remote(answering(scored), { dialect });

    expect(await knowledgeBase.search(query)).toEqual([passage]);
    expect(bodies()).toEqual([{ queries: ["Tallinn"], topk: 3, return_scores: true }]);
  });

  test("SkyRL's servers are asked one query", async () => {
    const { knowledgeBase, bodies } = await remote(answering(scored), { dialect: "skyrl" });

    expect(await knowledgeBase.search(query)).toEqual([passage]);
    expect(bodies()).toEqual([{ query: "Tallinn", topk: 3, return_scores: true }]);
  });

  test("without a setting, documents without scores are understood as well", async () => {
    const { knowledgeBase } = await remote(answering({ result: [[{ contents, url }]] }));

    expect(await knowledgeBase.search(query)).toEqual([{ url, title: "Tallinn", text, score: 1 }]);
  });

  test("title and text are taken where they are sent, and a text without a title has none", async () => {
    const documents = [
      { id: url, title: "Tallinn", text, contents: "something else", url },
      { contents: "Old town\nof Tallinn", url },
      { contents: '"Only a title"', url },
    ];
    const { knowledgeBase } = await remote(answering({ result: [documents] }));

    expect(await knowledgeBase.search(query)).toEqual([
      { url, title: "Tallinn", text, score: 1 },
      { url, title: "", text: "Old town\nof Tallinn", score: 1 / 2 },
      { url, title: "Only a title", text: "", score: 1 / 3 },
    ]);
  });

  test("scores that do not fall, as distances do not, give way to places", async () => {
    const documents = [0.2, 0.4].map((score) => ({ document: { contents, url }, score }));
    const { knowledgeBase } = await remote(answering({ result: [documents] }));

    expect((await knowledgeBase.search(query)).map(({ score }) => score)).toEqual([1, 0.5]);
  });

  test("a document without a URL gets one of its title, at the server or where the settings say", async () => {
    const untold = answering({
      result: [[{ document: { id: "7", contents: '"São Tomé (city)"\nIt is.' }, score: 1 }]],
    });
    const here = await remote(untold);
    const there = await remote(untold, { titleUrl: "https://en.wikipedia.org/wiki/" });

    const path = "S%C3%A3o_Tom%C3%A9_(city)";
    expect((await here.knowledgeBase.search(query))[0]?.url).toBe(`${here.server.url}/page/${path}`);
    expect((await there.knowledgeBase.search(query))[0]?.url).toBe(`https://en.wikipedia.org/wiki/${path}`);
  });

  test("the address may end in /retrieve, and a token is sent", async () => {
    const { server } = await remote(answering(scored));
    const knowledgeBase = openRemoteKnowledgeBase({ url: `${server.url}/wiki/retrieve/`, token: "secret" });

    await knowledgeBase.search(query);
    await knowledgeBase.close();

    expect(server.requests[0]?.path).toBe("/wiki/retrieve");
    expect(server.requests[0]?.headers.authorization).toBe("Bearer secret");
    expect(knowledgeBase.name).toBe(new URL(server.url).host);
  });
});

describe("pieces", () => {
  const document = (page: number, line: number) => ({
    document: {
      id: `${page}.${line}`,
      contents: `"Page ${page}"\n${"Nothing of interest. ".repeat(30)}\nA mill stands at ${line}.`,
      url: `https://wiki/${page}`,
    },
    score: 1 / (page + line),
  });

  test("a page comes once, cut to what matches", async () => {
    const { knowledgeBase } = await remote(
      answering({ result: [[document(1, 1), document(1, 2), document(2, 1)]] }),
    );

    const found = await knowledgeBase.search({ query: "mill", limit: 2 });

    expect(found.map(({ url }) => url)).toEqual(["https://wiki/1", "https://wiki/2"]);
    expect(found[0]?.text).toContain("A mill stands at 1.");
    expect(found[0]?.text.length).toBeLessThanOrEqual(300);
  });

  test("where passages of one page fill the reply, more are asked for, up to a bound", async () => {
    const { knowledgeBase, server } = await remote((response, { body }) => {
      const { topk } = JSON.parse(JSON.stringify(body));
      sendJson(response, { result: [Array.from({ length: topk }, (_, line) => document(1, line))] });
    });

    expect(await knowledgeBase.search({ query: "mill", limit: 2 })).toHaveLength(1);
    expect(server.requests).toHaveLength(3);
  });
});

describe("access", () => {
  test("every form of the URL is asked for, and the first page there is is it", async () => {
    const { knowledgeBase, bodies } = await remote((response, { body }) => {
      const { urls } = JSON.parse(JSON.stringify(body));
      const result = urls.map((asked: string) => (asked === url ? { url, contents } : null));
      sendJson(response, { result });
    });

    const page = await knowledgeBase.access("http://en.wikipedia.org/wiki/Tallinn");

    expect(page).toEqual({ url, title: "Tallinn", text });
    expect(bodies()).toHaveLength(1);
  });

  test("a page that the server does not have is absent", async () => {
    const { knowledgeBase } = await remote(answering({ result: [null] }));

    expect(await knowledgeBase.access("seed://country/atlantis")).toBeUndefined();
  });

  test.each([404, 405])(
    "a server that only searches, as Search-R1's, says %i: no page is absent",
    async (status) => {
      const { knowledgeBase, server } = await remote(answering({ detail: "Not Found" }, status));

      await expect(knowledgeBase.access(url)).rejects.toThrow(
        new FetchError(
          `Access to ${url} failed at ${server.url}: it only searches, there is no /access at it.`,
        ),
      );
    },
  );
});

describe("what the protocol cannot", () => {
  test.each([
    [{ mode: "dense" }, "choose the mode dense"],
    [{ match: "all" }, "find the pages in which all words stand"],
    [{ filter: { kind: "country" } }, "filter"],
  ] as const)("%j is refused in words that help", async (asked, words) => {
    const { knowledgeBase, server } = await remote(answering(scored));

    const search = knowledgeBase.search({ ...query, ...asked });

    await expect(search).rejects.toThrow(ToolInputError);
    await expect(search).rejects.toThrow(`The knowledge base wiki cannot ${words}`);
    expect(server.requests).toEqual([]);
  });

  test.each([{ url: "localhost:8000" }, { url: "file:///etc" }, { attempts: 0 }])(
    "settings that cannot be are refused: %j",
    (settings) => {
      expect(() => openRemoteKnowledgeBase({ url: "http://localhost:8000", ...settings })).toThrow(
        ConfigError,
      );
    },
  );
});

describe("failures", () => {
  test.each([429, 500, 502, 503, 408])("after %i it tries again", async (status) => {
    const { knowledgeBase, clock } = await remote(inTurn(answering({}, status), hangUp, answering(scored)));

    expect(await knowledgeBase.search(query)).toEqual([passage]);
    expect(clock.slept).toEqual([187.5, 375]);
  });

  test("it waits as long as the server asks, but no longer than a minute", async () => {
    const busy = (after: string): Answer => {
      return (response) => response.writeHead(503, { "retry-after": after }).end();
    };
    const { knowledgeBase, clock } = await remote(inTurn(busy("7"), busy("86400"), answering(scored)));

    expect(await knowledgeBase.search(query)).toEqual([passage]);
    expect(clock.slept).toEqual([7_000, 60_000]);
  });

  test("it gives up after so many attempts, and says what the server said", async () => {
    const { knowledgeBase, server } = await remote(answering({ detail: "out of memory" }, 500), {
      attempts: 3,
    });

    await expect(knowledgeBase.search(query)).rejects.toThrow(
      new FetchError(`The search failed at ${server.url}: it answered 500: {"detail":"out of memory"}.`),
    );
    expect(server.requests).toHaveLength(3);
  });

  test.each([
    ["400", answering({ detail: "bad" }, 400), "it answered 400"],
    ["a wrong token", answering({}, 401), "a token is missing or wrong"],
    ["a redirect", raw("", 307), "it stands at another address"],
    ["no JSON", raw("<html>Welcome</html>"), "no JSON"],
    ["JSON cut off", raw('{"result": [['), "no JSON"],
    ["another form", answering({ results: [] }), "another form"],
    ["no list for the query", answering({ result: [] }), "another form"],
    ["a document without text", answering({ result: [[{ id: 1, url }]] }), "another form"],
    ["a reply without end", raw(`"${"x".repeat(5_000)}"`), "UND_ERR_RES_EXCEEDED_MAX_SIZE"],
  ])("what would only repeat itself fails at once: %s", async (_, answer, words) => {
    const { knowledgeBase, server } = await remote(answer, { maxReplyBytes: 1_000 });

    const search = knowledgeBase.search(query);

    await expect(search).rejects.toThrow(FetchError);
    await expect(search).rejects.toThrow(words);
    expect(server.requests).toHaveLength(1);
  });

  test("a server that is not there is a failure, not an empty result", async () => {
    const { knowledgeBase, server, clock } = await remote(answering(scored), { attempts: 2 });
    await server.close();

    await expect(knowledgeBase.search(query)).rejects.toThrow("ECONNREFUSED");
    await expect(knowledgeBase.access(url)).rejects.toThrow(FetchError);
    expect(clock.slept).toHaveLength(2);
  });

  test("a server that says nothing is given up on", async () => {
    const { knowledgeBase } = await remote(() => undefined, { attempts: 2, timeoutMs: 30 });

    await expect(knowledgeBase.search(query)).rejects.toThrow("it did not answer within 0.03 s");
  });

  test("an abort ends a request under way with its own reason", async () => {
    const reason = new Error("enough");
    const controller = new AbortController();
    const { knowledgeBase } = await remote(() => controller.abort(reason));

    await expect(knowledgeBase.search({ ...query, signal: controller.signal })).rejects.toBe(reason);
  });

  test("no more requests are under way at once than allowed", async () => {
    const held: ServerResponse[] = [];
    let most = 0;
    const { knowledgeBase } = await remote(
      (response) => {
        most = Math.max(most, held.push(response));
        // time for a third to come, if it does
        if (held.length === 2) setTimeout(() => held.splice(0).map((one) => sendJson(one, scored)), 10);
      },
      { atOnce: 2 },
    );

    await Promise.all(Array.from({ length: 10 }, () => knowledgeBase.search(query)));

    expect(most).toBe(2);
  });
});
