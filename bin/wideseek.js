#!/usr/bin/env node
import { existsSync } from "node:fs";

const main = new URL("../dist/cli/main.js", import.meta.url);

if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write("wideseek: the package is not built. Build it with: npm run build\n");
  process.exitCode = 2;
}
