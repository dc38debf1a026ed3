/** @file The models that are in the package, and which of them answers where none is named. */
import { SHIPPED_POLICY } from "../../llm/embedded/shipped-policy.ts";

/** `demonstrator` or `seed-policy`: what every command and server uses where no model is named. */
export const DEFAULT_MODEL: "demonstrator" | typeof SHIPPED_POLICY = SHIPPED_POLICY;

/** The models that need neither key nor server, the default first. */
export const MODELS_ON_BOARD: readonly string[] = [
  ...new Set([DEFAULT_MODEL, SHIPPED_POLICY, "demonstrator"]),
];
