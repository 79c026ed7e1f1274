import type { RunDetail } from '../api/types'
import { shell } from '../lib/format'
import { isEmpty } from '../lib/tree'

const LOCATIONS = new Set(['path', 'query', 'body', 'headers'])

/** Arguments as the call wants them: by location if they came so, else all in the body, where any input is accepted. */
export function callBody(action: string, given: unknown): Record<string, unknown> {
  if (isEmpty(given) || typeof given !== 'object' || given === null) return { action }
  const parts = given as Record<string, unknown>
  const located = Object.entries(parts).every(([name, value]) => LOCATIONS.has(name) && (value === null || typeof value === 'object'))
  return located ? { action, ...parts } : { action, body: parts }
}

export function runCurl(base: string, run: RunDetail): string {
  return callCurl(base, run.account_id ?? '', callBody(run.action ?? '', run.linkwright?.arguments))
}

/** The key is a placeholder: a command that somebody pastes somewhere must hold no secret. */
export function callCurl(base: string, account: string, body: Record<string, unknown>): string {
  return [
    `curl ${base}/actions/rpc \\`,
    '  -u "$LINKWRIGHT_KEY:" \\',
    `  -H "x-account-id: ${account}" \\`,
    '  -H "content-type: application/json" \\',
    `  -d ${shell(JSON.stringify(body, null, 2))}`,
  ].join('\n')
}
