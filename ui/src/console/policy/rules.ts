/** A rule as docs/policy.md describes it; what is absent means "any". */
export interface Rule {
  id: string
  outcome: Outcome
  name?: string
  message?: string
  enabled?: boolean
  actions?: string[]
  effects?: string[]
  accounts?: string[]
  profiles?: string[]
  owners?: string[]
  callers?: string[]
  faces?: string[]
  when?: string
  hours?: Hours | null
  expires_in_minutes?: number
}

export interface Hours {
  days?: string[]
  from?: string
  to?: string
  zone?: string
  outside?: boolean
}

export type Outcome = 'allow' | 'deny' | 'approval'
export type Lists = 'actions' | 'accounts' | 'profiles' | 'owners' | 'callers'

export const OUTCOMES = [
  { value: 'deny', label: 'Deny' },
  { value: 'approval', label: 'Ask a person' },
  { value: 'allow', label: 'Allow' },
] as const

export const EFFECTS = [
  { value: 'read', label: 'Read' },
  { value: 'write', label: 'Write' },
  { value: 'destroy', label: 'Destroy' },
] as const

export const FACES = [
  { value: 'rpc', label: 'REST' },
  { value: 'mcp', label: 'MCP' },
  { value: 'proxy', label: 'Proxy' },
  { value: 'console', label: 'Console' },
] as const

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

export function newRule(): Rule {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(36).padStart(2, '0')).join('')
  return { id: `rule_${id}`, outcome: 'deny' }
}

export function outcomeWord(outcome: string): string {
  return { allow: 'allowed', deny: 'denied', approval: 'needs approval' }[outcome] ?? outcome
}

export function outcomeTone(outcome: string): 'ok' | 'bad' | 'warn' {
  return outcome === 'allow' ? 'ok' : outcome === 'deny' ? 'bad' : 'warn'
}

function some(values: string[] | undefined, before: string): string[] {
  return values && values.length > 0 ? [`${before} ${values.join(' or ')}`] : []
}

function hoursIn({ days, from, to, zone, outside }: Hours): string {
  const week = days && days.length > 0 && days.length < 7 ? `${days.join(', ')} ` : ''
  return `${outside ? 'outside' : 'at'} ${week}${from || '00:00'} to ${to || '24:00'} ${zone || 'UTC'}`
}

/** What the rule is about, in a line. */
export function about(rule: Rule): string {
  const parts = [
    ...some(rule.effects, 'effect'),
    ...some(rule.actions, 'action'),
    ...some(rule.owners, 'owner'),
    ...some(rule.accounts, 'account'),
    ...some(rule.profiles, 'profile'),
    ...some(rule.callers, 'by'),
    ...some(rule.faces, 'over'),
    ...(rule.when ? [`where ${rule.when}`] : []),
    ...(rule.hours ? [hoursIn(rule.hours)] : []),
  ]
  return parts.length === 0 ? 'every call' : parts.join(', ')
}

/** Without what is empty, so that two spellings of one rule are the same. */
export function trimmed(rule: Rule): Rule {
  const kept = Object.entries(rule).filter(
    ([name, value]) =>
      value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0) && !(name === 'enabled' && value === true),
  )
  return Object.fromEntries(kept) as unknown as Rule
}

export function moved(rules: Rule[], from: number, to: number): Rule[] {
  const next = [...rules]
  const [one] = next.splice(from, 1)
  if (one) next.splice(to, 0, one)
  return next
}
