/** @file The learning rate over a training: a linear warm-up, then half a cosine down to a share of the peak. */

export interface RateSchedule {
  readonly peak: number;
  /** Steps of the warm-up; the first has `peak / warmupSteps`, the last has `peak`. */
  readonly warmupSteps: number;
  readonly totalSteps: number;
  /** The rate at `totalSteps` and after, as a share of the peak. */
  readonly finalShare: number;
}

/** The learning rate of step 0, 1, 2 … (cosine decay: SGDR, arXiv 1608.03983, eq. 5, without restarts). */
export function scheduledRate(schedule: RateSchedule, step: number): number {
  const { peak, warmupSteps, totalSteps, finalShare } = schedule;
  if (step < warmupSteps) return (peak * (step + 1)) / warmupSteps;
  const decaySteps = totalSteps - warmupSteps;
  if (step >= totalSteps || decaySteps <= 0) return peak * finalShare;
  const cosine = (1 + Math.cos((Math.PI * (step - warmupSteps)) / decaySteps)) / 2;
  return peak * (finalShare + (1 - finalShare) * cosine);
}
