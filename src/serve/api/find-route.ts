/** @file Which route a request is for. */
import { Refusal } from "../http/refusal.ts";
import { decoded, type Route } from "./route.ts";

export interface FoundRoute {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Of the path as it was sent: a part is decoded only once the path is taken apart, so that no slash or dot in a name means anything.
 * `undefined`: there is no such path. Throws a 405 for a method that it does not have, a 400 for what is no path.
 */
export function findRoute(routes: readonly Route[], method: string, path: string): FoundRoute | undefined {
  const parts = path.split("/").map(decoded);
  const whole = parts.filter((part) => part !== undefined);
  if (whole.length < parts.length) {
    throw new Refusal("A percent sign in the path stands for nothing: encode it as %25.", { status: 400 });
  }
  const found = routes.flatMap((route): FoundRoute[] => {
    const params = matched(route.path.split("/"), whole);
    return params === undefined ? [] : [{ route, params }];
  });
  if (found.length === 0) return undefined;
  const wanted = found.find(({ route }) => route.method === method);
  if (wanted !== undefined) return wanted;
  const methods = found.map(({ route }) => route.method);
  throw new Refusal(`${path} takes ${methods.join(" and ")}.`, {
    status: 405,
    headers: { allow: methods.join(", ") },
  });
}

function matched(
  pattern: readonly string[],
  parts: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const name = /^\{(\w+)\}$/u.exec(pattern[index] ?? "")?.[1];
    if (name !== undefined) params[name] = part;
    else if (pattern[index] !== part) return undefined;
  }
  return params;
}
