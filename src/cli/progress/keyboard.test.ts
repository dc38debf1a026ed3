import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Keyboard, openKeyboard } from "./keyboard.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
});

const opened: (Keyboard | undefined)[] = [];
afterEach(() => {
  for (const keyboard of opened.splice(0)) keyboard?.close();
  vi.useRealTimers();
});

function open({ isTTY = true, isForeground = (): boolean => true } = {}) {
  const modes: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY,
    setRawMode: (mode: boolean) => modes.push(mode),
  });
  const screen = new PassThrough();
  const said: string[] = [];
  let stops = 0;
  const keyboard = openKeyboard({
    stdin,
    screen,
    listener: { said: (text) => said.push(text), stopped: () => (stops += 1) },
    onChange: () => undefined,
    isForeground,
  });
  opened.push(keyboard);
  return {
    keyboard,
    modes,
    said,
    stops: () => stops,
    type: (text: string | Buffer) => stdin.emit("data", Buffer.from(text)),
    written: () => String(screen.read() ?? ""),
    listeners: () => stdin.listenerCount("data"),
  };
}

describe("the keyboard", () => {
  test("sends a line with Enter, and an empty one not at all", () => {
    const { type, said, keyboard } = open();

    type("add the ar");
    type("ea");
    expect(keyboard?.typed).toBe("add the area");
    type("\r\r  \r");

    expect(said).toEqual(["add the area"]);
    expect(keyboard?.typed).toBe("");
  });

  test("Escape clears what is typed, and stops where nothing is", () => {
    const { type, stops, keyboard } = open();

    type("half\u001b");
    vi.advanceTimersByTime(100);
    expect([keyboard?.typed, stops()]).toEqual(["", 0]);
    type("\u001b");
    vi.advanceTimersByTime(100);

    expect(stops()).toBe(1);
  });

  test("Ctrl-C stops whatever is typed", () => {
    const { type, stops } = open();

    type("half\u0003");

    expect(stops()).toBe(1);
  });

  test("a character that comes in two pieces is one", () => {
    const { type, keyboard } = open();
    const bytes = Buffer.from("京");

    type(bytes.subarray(0, 1));
    type(bytes.subarray(1));

    expect(keyboard?.typed).toBe("京");
  });

  test("is raw as long as it is open, and leaves nothing behind", () => {
    const before = process.listenerCount("exit");
    const { keyboard, modes, written, listeners } = open();
    expect([modes, written(), listeners()]).toEqual([[true], "\u001b[?2004h", 1]);

    keyboard?.close();
    keyboard?.close();

    expect([modes, written(), listeners()]).toEqual([[true, false], "\u001b[?2004l", 0]);
    expect(process.listenerCount("exit")).toBe(before);
  });
});

test("in the background nobody can type, until the program comes to the foreground", () => {
  let isFront: boolean = false;
  const { keyboard, modes, listeners } = open({ isForeground: () => isFront });
  expect([keyboard?.typed, modes, listeners()]).toEqual([undefined, [], 0]);

  isFront = true;
  vi.advanceTimersByTime(1000);

  expect([keyboard?.typed, modes, listeners()]).toEqual(["", [true], 1]);
});

test("without a terminal there is no keyboard", () => {
  expect(open({ isTTY: false }).keyboard).toBeUndefined();
});
