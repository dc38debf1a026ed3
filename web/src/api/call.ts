/** @file One call of the server's API: JSON in, JSON out, its errors as `ApiError`. */

/** What the server refused, in its own words. `status` is that of HTTP; 0 where the server could not be reached. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  constructor(message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

const KEY = "wideseek-token";

/** Takes the token out of the address, where `#token=…` brought one, and keeps it for this tab. */
export function takeToken(): void {
  const match = /^#token=([^&]+)/.exec(location.hash);
  if (match?.[1] === undefined) return;
  sessionStorage.setItem(KEY, decodeURIComponent(match[1]));
  history.replaceState(null, "", `${location.pathname}#/`);
}

function authorization(): Record<string, string> {
  const token = sessionStorage.getItem(KEY);
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}

/** Throws `ApiError` unless the server answers with a success. */
export async function send(path: string, init: RequestInit = {}): Promise<Response> {
  const response = await fetch(path, {
    ...init,
    headers: { ...authorization(), ...Object.fromEntries(new Headers(init.headers)) },
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError("The server does not answer.", 0, { cause: error });
  });
  if (!response.ok) throw new ApiError(await messageOf(response), response.status);
  return response;
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await send(path, signal === undefined ? {} : { signal });
  return response.json();
}

/** `T`: what the server answers; an empty answer is `null`. */
export async function postJson<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const response = await send(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    ...(signal !== undefined && { signal }),
  });
  const text = await response.text();
  return JSON.parse(text === "" ? "null" : text);
}

/** Sends a file as it is. */
export async function postFile<T>(path: string, file: File): Promise<T> {
  const response = await send(path, {
    method: "POST",
    headers: { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(file.name) },
    body: file,
  });
  return response.json();
}

/** Saves what the server answers under the name that it gives. */
export async function download(path: string): Promise<void> {
  const response = await send(path);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = fileNameOf(response.headers.get("Content-Disposition")) ?? "wideseek";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function fileNameOf(disposition: string | null): string | undefined {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? "")?.[1];
  return encoded === undefined
    ? /filename="?([^";]+)"?/i.exec(disposition ?? "")?.[1]
    : decodeURIComponent(encoded);
}

async function messageOf(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const { error }: { error?: { message?: string } } = JSON.parse(text);
    return error?.message ?? `The server answered ${response.status}.`;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `The server answered ${response.status}.`;
  }
}
