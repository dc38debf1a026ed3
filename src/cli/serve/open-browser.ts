/** @file Shows an address in the user's browser. */
import { spawn } from "node:child_process";

const OPENERS: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  darwin: ["open"],
  // the shell's own `start` would read the address as a command
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** `onFailure` is called where there is no browser to open it with. */
export function openBrowser(url: string, onFailure: () => void): void {
  const [command, ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  const opener = spawn(command, [...args, url], { stdio: "ignore", detached: true });
  opener.on("error", onFailure).unref();
}
