/** @file Shows the built page over a made-up world: `npx tsx web/dev/main.ts [port] [rows]`. */
import { openPageServer } from "./page-server.ts";
import { scriptedWorld } from "./scripted-world.ts";

const [port = "8643", rows = "60"] = process.argv.slice(2);
const world = scriptedWorld({ rows: Number(rows), rowsAStep: 5, stepMs: 400 });
const { url } = await openPageServer(world, Number(port));
process.stdout.write(`${url}\n`);
