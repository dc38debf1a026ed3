import { describe, expect, test } from "vitest";
import { contentKind } from "./content-kind.ts";

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]);
const zip = Buffer.from("PK\u0003\u0004\u0014\u0000\u0000");
const elf = Buffer.from("\u007fELF\u0002\u0001\u0001\u0000");

describe("content is", () => {
  test.each([
    ["html", "text/html; charset=utf-8", "<p>x"],
    ["html", "TEXT/HTML", "x"],
    ["html", "application/xhtml+xml", "<html/>"],
    ["xml", "application/xml", "<rss/>"],
    ["xml", "application/atom+xml", "<feed/>"],
    ["html", "text/xml", '<?xml version="1.0"?>\n<!-- a --><!-- b -->\n<!DOCTYPE html><html>'],
    ["text", "text/plain", "x"],
    ["text", "text/plain", "<!doctype html><p>source"],
    ["text", "text/csv", "a,b"],
    ["text", "application/json", "{}"],
    ["text", "application/ld+json", "{}"],
    ["text", "application/vnd.api+json; charset=utf-8", "{}"],
    ["xml", "application/rss+xml", "<rss/>"],
    ["text", "text/markdown", "# x"],
    ["text", "text/plain; charset=utf-16", "x\0y\0"],
    ["text", "text/plain", "\u001b[1mbold\u001b[0m"],
    ["pdf", "application/pdf", "%PDF-1.7"],
    ["pdf", "application/pdf", "\n\njunk %PDF-1.7"],
    ["pdf", "text/html", "%PDF-1.7"],
    ["pdf", "application/octet-stream", "%PDF-1.7"],
    ["pdf", undefined, "%PDF-1.7"],
    ["html", "application/pdf", "<!DOCTYPE html><p>not here"],
    ["html", undefined, " \n<html><p>x"],
    ["text", undefined, "just words"],
    ["text", "", "just words"],
  ])("%s: %s %j", (kind, type, start) => expect(contentKind(type, Buffer.from(start))).toBe(kind));
});

describe("content is refused", () => {
  test.each([
    ["an image", "image/png", png],
    ["a drawing", "image/svg+xml", Buffer.from("<svg/>")],
    ["an archive", "application/zip", zip],
    ["a program's source", "text/javascript", Buffer.from("alert(1)")],
    ["a style sheet", "text/css", Buffer.from("a{}")],
    ["a film", "video/mp4", zip],
    ["a form", "multipart/form-data", Buffer.from("x")],
    ["an image said to be HTML", "text/html", png],
    ["an image said to be text", "text/plain", png],
    ["an archive said to be JSON", "application/json", zip],
    ["a program said to be XML", "application/xml", elf],
    ["a program that says nothing", undefined, elf],
    ["an archive that says nothing", "application/octet-stream", zip],
    ["an archive said to be a PDF", "application/pdf", zip],
    ["words said to be a PDF", "application/pdf", Buffer.from("just words")],
    ["a name of the language", "constructor", Buffer.from("x")],
    ["control characters", "text/plain", Buffer.from("\u0001\u0002\u0003abc")],
  ])("%s", (_, type, bytes) => {
    expect(() => contentKind(type, bytes)).toThrow(expect.objectContaining({ reason: "type" }));
  });
});

test("a start full of comments costs little", () => {
  const start = Buffer.from(`${"<!-- -->".repeat(127)}<x`);
  const startedAt = process.cpuUsage().user;
  expect(contentKind(undefined, start)).toBe("text");
  expect(process.cpuUsage().user - startedAt).toBeLessThan(500_000);
});
