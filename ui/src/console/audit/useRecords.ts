import { audit } from '../api/calls'
import type { Client } from '../api/client'
import type { AuditRecord } from '../api/types'
import { PAGE_SIZE, type PagedList, usePages } from '../lib/usePages'
import { type Chosen, wanted } from './filters'

export type RecordList = PagedList<AuditRecord>

/** Records by cursor: the newest page, older ones on request. */
export function useRecords(api: Client, chosen: Chosen): RecordList {
  return usePages<AuditRecord>(
    ({ next, asOf, signal }) => audit.list(api, { ...wanted(chosen, asOf), page_size: PAGE_SIZE, next }, signal),
    api,
    JSON.stringify(chosen),
  )
}
