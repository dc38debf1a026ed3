import { describe, expect, test } from "vitest";
import { readServerPlace } from "./server-place.ts";

describe("where an MCP server is", () => {
  test.each([
    ["npx -y @example/server", ["npx", "-y", "@example/server"]],
    [`"/a folder/run" 'it''s' "say \\"hi\\"" a\\ b`, ["/a folder/run", "its", 'say "hi"', "a b"]],
    ["  python3   server.py ", ["python3", "server.py"]],
    [`run --name="two words" ''`, ["run", "--name=two words", ""]],
    ["run $(rm -rf /) ; ls", ["run", "$(rm", "-rf", "/)", ";", "ls"]],
  ])("%j is a command, given to no shell", (place, [command, ...args]) => {
    expect(readServerPlace(place)).toEqual({ kind: "command", command, args });
  });

  test("a URL is one", () => {
    expect(readServerPlace("http://127.0.0.1:8080/mcp")).toEqual({
      kind: "url",
      url: new URL("http://127.0.0.1:8080/mcp"),
    });
  });
});
