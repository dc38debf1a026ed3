/** @file Which services a user's environment opens. */
import { expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { webServicesFromEnvironment } from "./environment.ts";

const all = {
  JINA_API_KEY: "jina",
  SEARXNG_URL: "https://searx.example.org",
  TAVILY_API_KEY: "tavily",
  BRAVE_API_KEY: "brave",
  SERPER_API_KEY: " serper\n",
};

test("every variable opens its service, in an order of its own", () => {
  const { search, readers } = webServicesFromEnvironment(all);

  expect(search.map(({ name }) => name)).toEqual([
    "Serper search",
    "Brave search",
    "Tavily search",
    "SearXNG search",
    "Jina search",
  ]);
  expect(readers.map(({ name }) => name)).toEqual(["Serper scrape", "Tavily extract", "Jina reader"]);
});

test("one variable is enough", () => {
  const { search, readers } = webServicesFromEnvironment({
    SEARXNG_URL: "http://localhost:8888",
    SERPER_API_KEY: " ",
  });

  expect(search.map(({ name }) => name)).toEqual(["SearXNG search"]);
  expect(readers).toEqual([]);
});

test.each([{}, { SERPER_API_KEY: "", JINA_API_KEY: "  ", OPENAI_API_KEY: "x" }])(
  "without any the user is told all of them: %j",
  (environment) => {
    const opened = () => webServicesFromEnvironment(environment);

    expect(opened).toThrow(ConfigError);
    expect(opened).toThrow("SERPER_API_KEY, BRAVE_API_KEY, TAVILY_API_KEY, SEARXNG_URL, JINA_API_KEY");
  },
);

test.each([
  { SEARXNG_URL: "searx.example.org" },
  { SEARXNG_URL: "ftp://searx.example.org" },
  { SERPER_API_KEY: "two words" },
])("a value that cannot be used is the user's to mend: %j", (environment) => {
  expect(() => webServicesFromEnvironment(environment)).toThrow(ConfigError);
});
