export const SCOPES: readonly { name: string; about: string }[] = [
  { name: 'platform:read', about: 'Read sessions, accounts, profiles, logs and settings' },
  { name: 'platform:write', about: 'Create and change sessions, accounts, profiles and settings' },
  { name: 'actions:execute', about: 'Run actions, over REST and MCP' },
  { name: 'connectors:read', about: 'Read the catalogue of connectors and their actions' },
  { name: 'connectors:write', about: 'Add and change custom connectors' },
]

export interface Preset {
  key: string
  name: string
  about: string
  scopes: readonly string[]
}

export const PRESETS: readonly Preset[] = [
  {
    key: 'actions',
    name: 'Actions',
    about: 'For agents: run actions and read the catalogue',
    scopes: ['actions:execute', 'connectors:read'],
  },
  {
    key: 'accounts',
    name: 'Accounts',
    about: 'For your server: make sessions and look after accounts',
    scopes: ['platform:read', 'platform:write'],
  },
  {
    key: 'read-only',
    name: 'Read only',
    about: 'Read everything, and run only actions that read',
    scopes: ['platform:read', 'connectors:read', 'actions:execute'],
  },
  { key: 'full', name: 'Full', about: 'Everything', scopes: SCOPES.map((scope) => scope.name) },
]

/** The preset that a key was made from, as far as its scopes tell. */
export function presetOf(scopes: string[]): string | null {
  const found = PRESETS.find(
    (preset) => preset.scopes.length === scopes.length && preset.scopes.every((scope) => scopes.includes(scope)),
  )
  return found?.name ?? null
}

const DAY_MS = 24 * 3600 * 1000

export const ENDS = [
  { value: '', label: 'Never' },
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
] as const

export function endOf(days: string, now: Date): string | null {
  return days === '' ? null : new Date(now.getTime() + Number(days) * DAY_MS).toISOString()
}
