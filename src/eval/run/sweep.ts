/** @file The teams that an evaluation compares: one, or one for each width and each limit of turns. */
import type { TeamSettings } from "../../agent/team.ts";

export interface Variant {
  /** Distinct within an evaluation, e.g. `width 5`. */
  readonly name: string;
  /** What it is a point of, if it belongs to a curve. */
  readonly axis?: "width" | "turns" | undefined;
  /** Where on the axis. */
  readonly value?: number | undefined;
  readonly team: TeamSettings;
}

export interface Sweep {
  /** Subtasks at once; 0 is a single agent. */
  readonly widths?: readonly number[] | undefined;
  /** Turn limits of a single agent: the depth to compare width with. */
  readonly turns?: readonly number[] | undefined;
}

/** Without a sweep it is the one team as it is. */
export function variantsOf(team: TeamSettings, { widths = [], turns = [] }: Sweep): readonly Variant[] {
  const wide = [...new Set(widths)].map(
    (value): Variant => ({
      name: `width ${value}`,
      axis: "width",
      value,
      team: { ...team, maxSubagents: value },
    }),
  );
  const deep = [...new Set(turns)].map(
    (value): Variant => ({
      name: `${value} turns`,
      axis: "turns",
      value,
      team: { ...team, maxSubagents: 0, single: { ...team.single, maxTurns: value } },
    }),
  );
  const all = [...wide, ...deep];
  return all.length > 0 ? all : [{ name: team.maxSubagents === 0 ? "single agent" : "team", team }];
}
