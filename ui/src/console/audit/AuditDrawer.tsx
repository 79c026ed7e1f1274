import type { ReactNode } from 'react'
import { CopyId, Notice, Status, Time } from '../../kit'
import { audit } from '../api/calls'
import type { AuditRecord } from '../api/types'
import { Drawer } from '../components/Drawer'
import { JsonTree } from '../components/JsonTree'
import { useLoad } from '../lib/load'
import { Link } from '../lib/router'
import { useSession } from '../session/context'
import { faceName, outcomeStatus, outcomeWord, target } from './words'

interface Props {
  id: string
  chain: 'project' | 'organization'
  /** The row of the list, so that the drawer is full at once. */
  known: AuditRecord | undefined
  onClose: () => void
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined || children === '') return null
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Details({ record }: { record: AuditRecord }) {
  return (
    <>
      <div className="row wrap">
        <code className="actionname">{record.event}</code>
        <span className="end">
          <Status of={outcomeStatus(record)}>{outcomeWord(record)}</Status>
        </span>
      </div>
      <CopyId id={record.id} most={40} />
      {record.sealed === false && (
        <Notice tone="bad" title="No process of the hub wrote this record.">
          Somebody put it into the database. What it says need not have happened.
        </Notice>
      )}
      <section className="stack">
        <h3>What happened</h3>
        <dl className="facts">
          <Fact name="Time">
            <Time at={record.time} />
          </Fact>
          <Fact name="Acted on">{target(record)}</Fact>
          <Fact name="Reason">{record.reason && <code>{record.reason}</code>}</Fact>
          <Fact name="Account">
            {record.account_id && <Link to={`/console/accounts/${encodeURIComponent(record.account_id)}`}>{record.account_id}</Link>}
          </Fact>
          <Fact name="Run">{record.run_id && <Link to={`/console/runs/${encodeURIComponent(record.run_id)}`}>{record.run_id}</Link>}</Fact>
        </dl>
      </section>
      <section className="stack">
        <h3>Who did it</h3>
        <dl className="facts">
          <Fact name="Name">{record.principal_name}</Fact>
          <Fact name="Reference">
            <CopyId id={record.principal} most={28} />
          </Fact>
          <Fact name="Way in">{faceName(record.face)}</Fact>
          <Fact name="Address">{record.address}</Fact>
          <Fact name="Request">{record.request_id && <CopyId id={record.request_id} most={28} />}</Fact>
        </dl>
      </section>
      {record.detail && (
        <section className="stack">
          <h3>Detail</h3>
          <JsonTree value={record.detail} label="Detail of the record" />
        </section>
      )}
      <section className="stack">
        <h3>Its place in the chain</h3>
        <dl className="facts">
          <Fact name="Record">{record.sequence.toLocaleString('en-GB')}</Fact>
          <Fact name="Hash">
            <CopyId id={record.hash} most={24} />
          </Fact>
          <Fact name="Hash before">
            <CopyId id={record.previous} most={24} />
          </Fact>
          <Fact name="Arguments">{record.arguments_digest && <CopyId id={record.arguments_digest} most={24} />}</Fact>
        </dl>
      </section>
    </>
  )
}

/** One record beside the list. */
export function AuditDrawer({ id, chain, known, onClose }: Props) {
  const { api } = useSession()
  const loaded = useLoad(known ? null : `record ${id}`, (signal) => audit.get(api, id, chain, signal))
  const record = known ?? (loaded.data?.id === id ? loaded.data : undefined)
  return (
    <Drawer
      id={id}
      what="record"
      title={record ? `Record ${record.sequence.toLocaleString('en-GB')}` : 'Record'}
      label="Record"
      loaded={loaded}
      onClose={onClose}
    >
      {record && <Details record={record} />}
    </Drawer>
  )
}
