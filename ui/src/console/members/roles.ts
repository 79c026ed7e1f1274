import type { Choice } from '../../kit'

/** The roles, the widest first, and what each may. */
export const ROLES = [
  { value: 'owner', label: 'Owner', about: 'Everything: other owners, how people sign in, the organization.' },
  { value: 'admin', label: 'Admin', about: 'Members below owners, API keys, settings, and all that developers may.' },
  { value: 'developer', label: 'Developer', about: 'Accounts, connectors, webhooks, connect sessions; runs actions.' },
  { value: 'viewer', label: 'Viewer', about: 'Sees everything, changes nothing, runs nothing.' },
] as const

export function roleName(role: string): string {
  return ROLES.find((one) => one.value === role)?.label ?? role
}

/** The roles that may be given: owners give all, admins those below. */
export function rolesToGive(mayOwners: boolean): Choice[] {
  return ROLES.filter((one) => mayOwners || one.value !== 'owner').map(({ value, label }) => ({ value, label }))
}

export function aboutRole(role: string): string {
  return ROLES.find((one) => one.value === role)?.about ?? ''
}
