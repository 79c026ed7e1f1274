import type { StatusName } from '../../kit'
import type { AuditRecord } from '../api/types'
import { words } from '../lib/format'
import { SOURCES } from '../runs/words'

export function outcomeStatus(record: AuditRecord): StatusName {
  return ({ done: 'succeeded', refused: 'suspended', failed: 'failed' } as const)[record.outcome]
}

export function outcomeWord(record: AuditRecord): string {
  return ({ done: 'Done', refused: 'Refused', failed: 'Failed' } as const)[record.outcome]
}

export function faceName(face: string): string {
  return SOURCES[face] ?? words(face)
}

/** "First key", or the reference where the principal has no name. */
export function who(record: AuditRecord): string {
  return record.principal_name === '' ? record.principal : record.principal_name
}

/** "Key key_…". */
export function target(record: AuditRecord): string | null {
  return record.target ? [words(record.target.kind), record.target.id].filter(Boolean).join(' ') : null
}
