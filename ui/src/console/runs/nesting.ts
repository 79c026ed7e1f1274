/** A stretch of time within a run, in milliseconds from its start. */
export interface Stretch {
  start: number
  length: number
}

function overlap(one: Stretch, other: Stretch): number {
  return Math.min(one.start + one.length, other.start + other.length) - Math.max(one.start, other.start)
}

/**
 * The index of the stage that a call happened in: the one it shares most time with. Clocks of stage and call are read one after
 * the other, so a call may stick out a little. Null where it touches none: then it stands by itself.
 */
export function stageOf(call: Stretch, stages: readonly Stretch[]): number | null {
  let best: number | null = null
  let most = 0
  for (const [index, stage] of stages.entries()) {
    const shared = overlap(stage, call)
    // At a tie the later stage: a call never comes before its own stage began.
    if (shared >= most) {
      most = shared
      best = index
    }
  }
  return best
}
