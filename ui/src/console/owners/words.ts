/** What receipts say, for people, and what an export is made of. */
import type { ErasedAccount, ErasureReceipt } from '../api/types'
import { words } from '../lib/format'

const REVOCATIONS: Record<string, string> = {
  revoked: 'Ended at the provider too',
  not_supported: 'Not ended at the provider, which has no way to',
  failed: 'Could not be ended at the provider',
}

const TABLES: Record<string, string> = {
  credentials: 'Credentials',
  provider_subscriptions: 'Subscriptions to provider events',
  writes: 'Answers to writes',
  downloads: 'Addresses of files',
  sign_in_flows: 'Sign-ins at providers',
  connection_attempts: 'Tries at linking',
  webhook_attempts: 'Answers of webhook receivers',
  deletion_receipts: 'Names on receipts of accounts',
  audit_records: 'Audit records',
}

export function revocation(account: ErasedAccount): string {
  return REVOCATIONS[account.revocation] ?? words(account.revocation)
}

/** The table as people call it. */
export function tableName(table: string): string {
  return TABLES[table] ?? words(table)
}

/** What there was anything of, by table. */
export function counted(rows: Record<string, number>): [string, number][] {
  return Object.entries(rows).filter(([, number]) => number > 0)
}

/** How many rows were deleted or emptied. */
export function total(receipt: ErasureReceipt): number {
  return counted(receipt.erased).reduce((sum, [, number]) => sum + number, 0)
}

/** How many rows an export holds; null if its last line, which says so, is missing. */
export function rowsOf(lines: string): number | null {
  const last = parsed(lines.trimEnd().split('\n').at(-1) ?? '')
  if (typeof last !== 'object' || last === null || !('kind' in last) || last.kind !== 'end' || !('rows' in last)) return null
  return Object.values(last.rows as Record<string, number>).reduce((sum, number) => sum + number, 0)
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return null
  }
}
