import type { Account } from '../api/types'

/** "Acme, Linear": how an account is named in menus, dialogs and toasts. */
export function accountName(account: Account): string {
  return `${account.origin_owner_name}, ${connectorName(account)}`
}

export function connectorName(account: Account): string {
  return account.provider_name ?? account.provider
}

/** How it was linked: "API key", "Twin". */
export function way(account: Account): string {
  const method = account.linkwright?.auth_method?.label ?? ''
  return account.linkwright?.upstream === 'twin' ? 'Twin' : method
}

/** The newest reason of a status that needs one; an active account has none to show. */
export function reason(account: Account): string | null {
  if (account.status === 'active') return null
  const reasons = [...(account.status_reasons ?? [])].sort((a, b) => b.timestamp.localeCompare(a.timestamp))
  return reasons[0]?.description ?? null
}

/** The first sentence of a reason, and what follows it. */
export function inSentences(text: string): [string, string] {
  const end = text.search(/[.!?]\s/)
  return end < 0 ? [text, ''] : [text.slice(0, end + 1), text.slice(end + 2)]
}

export const STATUS_OPTIONS = [
  { value: 'active', label: 'Active' },
  { value: 'error', label: 'Error' },
  { value: 'expired', label: 'Expired' },
  { value: 'suspended', label: 'Suspended' },
  { value: 'inactive', label: 'Inactive' },
  { value: 'archived', label: 'Archived' },
] as const

export const TYPE_OPTIONS = [
  { value: 'production', label: 'Production' },
  { value: 'test', label: 'Test' },
] as const
