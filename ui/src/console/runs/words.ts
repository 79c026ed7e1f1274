import type { IconName, StatusName } from '../../kit'
import type { Run, Step } from '../api/types'
import { words } from '../lib/format'

export function runStatus(run: Run): StatusName {
  if (run.success === true) return 'succeeded'
  if (run.success === false) return 'failed'
  return 'running'
}

export const SOURCES: Record<string, string> = {
  api: 'API',
  api_key: 'API key',
  rpc: 'API',
  rest: 'API',
  mcp: 'MCP',
  download: 'Address of a file',
  member: 'Console',
  console: 'Console',
  cli: 'Command line',
  hub: 'Hub',
}

export function sourceName(run: Run): string {
  if (!run.source_type) return 'Unknown caller'
  return SOURCES[run.source_type.toLowerCase()] ?? words(run.source_type)
}

/** "MCP, planner-agent". */
export function caller(run: Run): string {
  return [sourceName(run), run.source_value].filter(Boolean).join(', ')
}

/** Stages come in words; older records may hold bare names. */
export function stageName(name: string): string {
  return words(name)
}

const STAGE_ICONS: readonly [RegExp, IconName][] = [
  [/allow|access|screen/i, 'shield'],
  [/argument|valid|plan/i, 'list'],
  [/credential|key/i, 'key'],
  [/^run at|call|upstream|sent/i, 'send'],
  [/answer|result|record/i, 'page'],
]

export function stageIcon(name: string): IconName {
  return STAGE_ICONS.find(([pattern]) => pattern.test(name))?.[1] ?? 'minus'
}

export function stepName(step: Step): string {
  return step.linkwright?.operation ?? step.path ?? step.url ?? 'Upstream call'
}

export function stepStatus(step: Step): number | null {
  return step.linkwright?.status ?? step.status ?? null
}

export function stepFailed(step: Step): boolean {
  return Boolean(step.linkwright?.error) || (stepStatus(step) ?? 200) >= 400
}
