/** @file Which models are policies that were trained on fixed prompts, so that nothing may be added to these. */
import { SHIPPED_POLICY } from "../../llm/embedded/shipped-policy.ts";

export function isTrainedPolicy(model: string): boolean {
  return model === SHIPPED_POLICY || model.startsWith("policy:");
}
