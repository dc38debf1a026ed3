/** @file From a model's name to a sampler. */
import { ConfigError } from "../core/errors.ts";
import type { Sampler } from "../core/sampler.ts";
import { type Clock, systemClock } from "../util/clock.ts";
import { random } from "../util/random.ts";
import { SHIPPED_POLICY, shippedPolicyDirectory } from "./embedded/shipped-policy.ts";
import { guardedFetch } from "./hosted/guarded-fetch.ts";
import { hostedSampler } from "./hosted/hosted-sampler.ts";
import { openModel } from "./hosted/open-model.ts";
import { type SamplerLimitSettings, samplerLimitsSchema } from "./hosted/sampler-limits.ts";
import { priceOf } from "./prices.ts";
import { PROVIDERS, type Provider, serverAt } from "./providers.ts";
import { recordSamples, replaySamples } from "./recorded.ts";

export interface SamplerOptions {
  /** Where keys are looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The address of an OpenAI-compatible server. The whole of the name is then the model's name on it. */
  readonly baseUrl?: string | undefined;
  /** A file that every sample is appended to; `recorded:<file>` replays it. */
  readonly record?: string | undefined;
  /** Defaults stand in `samplerLimitsSchema`. */
  readonly limits?: SamplerLimitSettings | undefined;
  readonly clock?: Clock | undefined;
}

/**
 * `name` is `seed-policy`, `policy:<directory>`, `demonstrator`, `recorded:<file>`, `gguf/<file>`, `<provider>/<model>` such as `openai/gpt-5-mini`, or
 * `http://host:port/v1#<model>`. One sampler is one model with its limits: give the same one to all agents that use it.
 * Throws `ConfigError` for a name that is none of these, a key that is missing, or a limit that is none.
 */
export async function createSampler(name: string, options: SamplerOptions): Promise<Sampler> {
  const sampler = await openSampler(name, options);
  return options.record === undefined ? sampler : recordSamples(sampler, options.record);
}

async function openSampler(name: string, options: SamplerOptions): Promise<Sampler> {
  if (options.baseUrl === undefined && name === "demonstrator") {
    const { createDemonstrator } = await import("./demonstrator/demonstrator.ts");
    return createDemonstrator();
  }
  if (options.baseUrl === undefined && (name === SHIPPED_POLICY || name.startsWith(POLICY))) {
    const { openPolicy } = await import("./embedded/open-policy.ts");
    const directory = name === SHIPPED_POLICY ? shippedPolicyDirectory : name.slice(POLICY.length);
    return openPolicy(directory, { model: name });
  }
  if (options.baseUrl === undefined && name.startsWith("recorded:")) {
    return replaySamples(name.slice("recorded:".length));
  }
  if (options.baseUrl === undefined && name.startsWith("gguf/")) {
    const { openGgufSampler } = await import("./gguf/open-gguf-sampler.ts");
    return openGgufSampler(name.slice("gguf/".length), { conversations: options.limits?.maxConcurrent });
  }
  return openHosted(name, findModel(name, options.baseUrl), options);
}

/** Before the directory of a policy that somebody trained. */
const POLICY = "policy:";

interface FoundModel {
  readonly provider: Provider;
  /** The model's name on its server. */
  readonly model: string;
}

async function openHosted(name: string, found: FoundModel, options: SamplerOptions): Promise<Sampler> {
  const { provider, model } = found;
  const { protocol, baseUrl, keyVariables } = provider;
  const key = findKey(name, provider, options.environment);
  const limits = readLimits(provider, options.limits);
  return hostedSampler({
    name,
    model: await openModel({ protocol, baseUrl, key, model, fetch: guardedFetch(limits) }),
    baseUrl,
    keyVariables,
    key,
    sendsReasoning: provider.sendsReasoning ?? false,
    price: options.baseUrl === undefined ? priceOf(name) : undefined,
    limits,
    clock: options.clock ?? systemClock,
    // several processes of one user should not come back at the same moment
    chance: random(Date.now()),
  });
}

function findModel(name: string, baseUrl: string | undefined): FoundModel {
  if (baseUrl !== undefined) return { provider: serverAt(readUrl(baseUrl)), model: name };
  const [, address, modelThere] = /^(https?:\/\/[^#]+)#(.+)$/.exec(name) ?? [];
  if (address !== undefined && modelThere !== undefined) {
    return { provider: serverAt(readUrl(address)), model: modelThere };
  }
  const [, providerName, model] = /^([^/]+)\/(.+)$/.exec(name) ?? [];
  const isKnown = providerName !== undefined && Object.hasOwn(PROVIDERS, providerName);
  const provider = isKnown ? PROVIDERS[providerName] : undefined;
  if (provider === undefined || model === undefined) throw new ConfigError(unknownModel(name));
  return { provider, model };
}

function unknownModel(name: string): string {
  const providers = Object.keys(PROVIDERS).join(", ");
  return (
    `Unknown model "${name}". Use seed-policy, policy:<directory>, demonstrator, recorded:<file>, gguf/<file>, http://host:port/v1#<model>, ` +
    `or <provider>/<model> with one of the providers ${providers}.`
  );
}

function readUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new ConfigError(
      `"${text}" is no address of a model server; one looks like http://localhost:8000/v1.`,
    );
  }
  return text;
}

function findKey(
  name: string,
  provider: Provider,
  environment: SamplerOptions["environment"],
): string | undefined {
  const key = provider.keyVariables.map((variable) => environment[variable]?.trim()).find(Boolean);
  if (key === undefined && provider.needsKey) {
    const variables = provider.keyVariables.join(" or ");
    throw new ConfigError(`The model "${name}" needs a key: set the environment variable ${variables}.`);
  }
  return key;
}

function readLimits(provider: Provider, settings: SamplerLimitSettings | undefined) {
  const parsed = samplerLimitsSchema.safeParse({ maxConcurrent: provider.maxConcurrent, ...settings });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigError(`The model's limit ${issue?.path.join(".")} is wrong: ${issue?.message}.`);
}
