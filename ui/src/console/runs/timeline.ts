import type { RunDetail, Stage, Step } from '../api/types'
import { stageOf } from './nesting'
import { stageName, stepFailed, stepName, stepStatus } from './words'

/** One bar: a stage of ours, or a call upstream (then `step` is its index). */
export interface Line {
  name: string
  start: number
  length: number
  kind: 'own' | 'upstream' | 'failed'
  nested: boolean
  status: number | null
  step: number | null
}

export interface Timeline {
  lines: Line[]
  /** Milliseconds at the right end, a round number. */
  span: number
  ticks: number[]
}

const TICKS = 4
const STEPS = [1, 2, 2.5, 4, 5, 8, 10]

/** A round step so that four of them hold `total`. */
export function roundStep(total: number): number {
  const least = Math.max(total, 0.001) / TICKS
  const power = 10 ** Math.floor(Math.log10(least))
  const step = STEPS.find((one) => one * power >= least - 1e-9) ?? 10
  return step * power
}

function stepLine(step: Step, index: number): Line {
  const extra = step.linkwright
  return {
    name: stepName(step),
    start: extra?.started_ms ?? 0,
    length: extra?.duration_ms ?? step.duration ?? 0,
    kind: stepFailed(step) ? 'failed' : 'upstream',
    nested: false,
    status: stepStatus(step),
    step: index,
  }
}

function stageLine(stage: Stage): Line {
  return {
    name: stageName(stage.name),
    start: stage.started_ms,
    length: stage.duration_ms,
    kind: 'own',
    nested: false,
    status: null,
    step: null,
  }
}

/** Stages in their order, each call right after the stage it happened in. */
export function timeline(run: RunDetail): Timeline {
  const stages = (run.linkwright?.stages ?? []).map(stageLine).sort((a, b) => a.start - b.start)
  const calls = (run.step_requests ?? []).map(stepLine).sort((a, b) => a.start - b.start)
  const under = calls.map((call) => stageOf(call, stages))
  const lines = stages.flatMap((stage, index) => [
    stage,
    ...calls.filter((_, at) => under[at] === index).map((call) => ({ ...call, nested: true })),
  ])
  for (const [index, call] of calls.entries()) {
    if (under[index] !== null) continue
    const at = lines.findIndex((line) => !line.nested && line.start > call.start)
    lines.splice(at < 0 ? lines.length : at, 0, call)
  }
  const end = Math.max(run.duration ?? 0, ...lines.map((line) => line.start + line.length))
  const step = roundStep(end)
  return { lines, span: step * TICKS, ticks: Array.from({ length: TICKS }, (_, index) => index * step) }
}
