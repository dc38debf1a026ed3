/** @file Loads the OpenSearch client when it is first needed, with one habit taken off it. */
import { ConfigError } from "../../core/errors.ts";

export type OpenSearch = Omit<typeof import("@opensearch-project/opensearch"), "default">;

/** Throws `ConfigError` where the package is missing. */
export async function loadOpenSearch(): Promise<OpenSearch> {
  const library = await imported();
  return { ...library, Connection: quiet(library.Connection) };
}

async function imported(): Promise<OpenSearch> {
  try {
    return await import("@opensearch-project/opensearch");
  } catch (error) {
    throw new ConfigError(
      "A knowledge base in OpenSearch needs the package @opensearch-project/opensearch: npm install @opensearch-project/opensearch",
      { cause: error },
    );
  }
}

/** A connection that breaks while an answer arrives is an error of its request; the client also prints it to stdout. */
function quiet(Connection: OpenSearch["Connection"]): OpenSearch["Connection"] {
  return class extends Connection {
    override request(...[params, callback]: Parameters<InstanceType<typeof Connection>["request"]>) {
      const request = super.request(params, (error, response) => {
        if (response !== null) request.removeAllListeners("error").on("error", () => undefined);
        callback(error, response);
      });
      return request;
    }
  };
}
