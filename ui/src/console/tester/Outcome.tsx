import { useState } from 'react'
import { Button, Notice, Segment, Status, Tag } from '../../kit'
import { runs } from '../api/calls'
import type { Ran } from '../api/client'
import { Code } from '../components/Code'
import { JsonTree } from '../components/JsonTree'
import { useConnectors } from '../lib/catalogue'
import { bytes, count, duration } from '../lib/format'
import { useLoad } from '../lib/load'
import { Link } from '../lib/router'
import { Remedy } from '../runs/Remedy'
import { useSession } from '../session/context'
import { tokens } from './values'

type Shape = 'tree' | 'raw'

/** Hands the file to the browser as a download. */
function save(file: NonNullable<Ran['file']>): void {
  const address = URL.createObjectURL(file.data)
  const link = document.createElement('a')
  link.href = address
  link.download = file.name
  link.click()
  URL.revokeObjectURL(address)
}

function Figures({ ran, account }: { ran: Ran; account: string }) {
  const { api } = useSession()
  const { nameOf } = useConnectors()
  const run = useLoad(ran.runId, (signal) => runs.get(api, ran.runId ?? '', signal)).data
  const calls = run?.linkwright?.upstream_calls
  return (
    <div className="kpi">
      <div>
        <b>{duration(run?.duration ?? ran.ms)}</b>
        <span>{run ? 'in all' : 'as seen from here'}</span>
      </div>
      <div>
        <b>{calls ?? '…'}</b>
        <span>
          {calls === 1 ? 'call' : 'calls'} to {nameOf(run?.provider ?? null)}
        </span>
      </div>
      <div>
        <b>{ran.file ? bytes(ran.file.data.size) : ran.error ? ran.error.status : `≈ ${count(tokens(ran.body))}`}</b>
        <span>{ran.file ? 'of file' : ran.error ? 'is the status' : 'tokens of result'}</span>
      </div>
      <div>
        {ran.runId ? <Link to={`/console/runs/${encodeURIComponent(ran.runId)}`}>Open its run</Link> : <b>None</b>}
        <span>{ran.runId ? 'with every call' : `was run on ${account}`}</span>
      </div>
    </div>
  )
}

function Result({ ran }: { ran: Ran }) {
  const [shape, setShape] = useState<Shape>('tree')
  if (ran.file) {
    const { file } = ran
    return (
      <Notice tone="ok" title={`A file came back: ${file.name}.`} action={<Button size="sm" icon="download" onClick={() => save(file)}>Save it</Button>}>
        {`${file.type}, ${bytes(file.data.size)}`}
      </Notice>
    )
  }
  return (
    <div className="stack roomy">
      <Segment<Shape>
        label="Show the result as"
        options={[
          { value: 'tree', label: 'Tree' },
          { value: 'raw', label: 'Raw' },
        ]}
        value={shape}
        onChange={setShape}
      />
      {shape === 'tree' ? <JsonTree value={ran.body} label="Result" /> : <Code text={JSON.stringify(ran.body, null, 2)} copyLabel="Copy result" />}
    </div>
  )
}

/** How a run of the tester ended. */
export function Outcome({ ran, account, unplaced }: { ran: Ran; account: string; unplaced: string }) {
  return (
    <section className="card" aria-labelledby="outh">
      <div className="hd">
        <h2 id="outh" className="h3">
          Result
        </h2>
        <Status of={ran.error ? 'failed' : 'succeeded'} />
        {ran.replays && <Tag>answered from the record</Tag>}
      </div>
      <Figures ran={ran} account={account} />
      <div className="bd stack roomy">
        {ran.error ? (
          <>
            <Remedy
              urgent
              error={{ code: ran.error.code, message: unplaced || 'Some inputs were refused. The form says which.', hint: ran.error.hint, missing: ran.error.missing }}
              account={account}
            />
            {ran.error.retryAfter !== null && <p className="small muted">It may be tried again in {ran.error.retryAfter} s.</p>}
          </>
        ) : (
          <Result ran={ran} />
        )}
      </div>
    </section>
  )
}
