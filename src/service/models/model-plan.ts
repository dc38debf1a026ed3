/** @file Which models play which role. */

export interface ModelPlan {
  readonly models: { readonly lead: string; readonly subagent: string };
  readonly baseUrl: string | undefined;
}
