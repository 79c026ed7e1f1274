import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { Bones, Button, copyText, EmptyState, Icon, Notice, Segment, Select, Skeleton, TestTag, useToast } from '../../kit'
import { accounts, catalogue, runs } from '../api/calls'
import type { Account } from '../api/types'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { isMac } from '../lib/keys'
import { useLoad } from '../lib/load'
import { go, Link, setQuery, usePlace } from '../lib/router'
import { callCurl } from '../runs/curl'
import { CHANGE_NEEDS, useSession } from '../session/context'
import { ActionChoice } from './ActionChoice'
import { ConfirmDialog } from './ConfirmDialog'
import { InputForm, JsonInputs } from './InputForm'
import { Outcome } from './Outcome'
import { useTester } from './useTester'
import { callOf, flat, type Values } from './values'

const MOST = 100
type View = 'form' | 'json'

function useAccounts(chosen: string) {
  const { api } = useSession()
  const list = useLoad('accounts to try', (signal) => accounts.list(api, { page_size: MOST }, signal))
  const all = list.data?.data ?? []
  const missing = list.data !== undefined && chosen !== '' && !all.some((one) => one.id === chosen)
  const extra = useLoad(missing ? chosen : null, (signal) => accounts.get(api, chosen, signal))
  const both = extra.data ? [extra.data, ...all] : all
  const account = both.find((one) => one.id === chosen) ?? (chosen === '' ? (both.find((one) => one.status === 'active') ?? both[0]) : undefined)
  return { list, all: both, account, gone: extra.error }
}

function label(account: Account): string {
  const test = account.type === 'test' ? ', test' : ''
  return `${account.origin_owner_name}, ${account.provider_name ?? account.provider}${test}`
}

/** Inputs of an earlier run, named in the address. */
function useGiven(runId: string): { given: Values | null; ready: boolean } {
  const { api } = useSession()
  const run = useLoad(runId === '' ? null : runId, (signal) => runs.get(api, runId, signal))
  const kept = run.data?.linkwright?.arguments
  const [values, setValues] = useState<{ of: string; values: Values } | null>(null)
  if (run.data && values?.of !== runId) {
    setValues({ of: runId, values: typeof kept === 'object' && kept !== null ? flat(kept as Record<string, unknown>) : {} })
  }
  return { given: values?.of === runId ? values.values : null, ready: runId === '' || run.data !== undefined || run.error !== undefined }
}

function Waiting() {
  return (
    <Skeleton label="Loading the inputs">
      <Bones className="stack roomy" lines={3} />
    </Skeleton>
  )
}

function NoAccount() {
  return (
    <section className="card">
      <EmptyState icon="sliders" title="No account to try yet" actions={<Button onClick={() => go('/console/accounts')}>Link an account</Button>}>
        The tester runs any action of a linked account. A test account needs no key of the real system.
      </EmptyState>
    </section>
  )
}

function Bench({ account, all, action }: { account: Account; all: Account[]; action: string }) {
  const { api, me, mayChange } = useSession()
  const { query } = usePlace()
  const toast = useToast()
  const { given } = useGiven(query.get('run') ?? '')
  const runnable = useLoad(account.id, (signal) => catalogue.runnable(api, account.id, signal))
  const actions = (runnable.data ?? []).filter((one) => one.linkwright.runnable !== false)
  const about = runnable.data?.find((one) => one.id === action)
  const tester = useTester(account.id, action, given)
  const [view, setView] = useState<View>('form')
  const [wrong, setWrong] = useState('')
  const out = useRef<HTMLDivElement>(null)
  const writes = tester.effect !== 'read'
  const ready = tester.found !== undefined
  const missing = action !== '' && tester.details.data === null
  const stopped = account.status !== 'active'

  const working = tester.start.busy || tester.apply.busy
  const refused = Object.keys(tester.errors).length > 0
  const done = tester.ran !== null
  const faults = useRef(refused)
  faults.current = refused
  // Once it has answered: to what must be put right, else to the answer.
  useEffect(() => {
    if (working) return
    if (faults.current) document.querySelector<HTMLElement>('.inputs [aria-invalid]')?.focus()
    else if (done) out.current?.scrollIntoView({ block: 'nearest' })
  }, [working, done])

  async function start() {
    if (!ready || wrong !== '' || !mayChange) return
    await tester.start.run()
  }

  function onKey(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
    event.preventDefault()
    void start()
  }

  async function copy() {
    const { call } = callOf(action, tester.inputs, tester.values)
    toast((await copyText(callCurl(me.public_url, account.id, call))) ? 'Copied as curl' : { text: 'Not copied: the browser forbids it', icon: 'alert' })
  }

  return (
    <>
      <PageHead title="Request tester">
        <Link className="btn quiet" to={`/console/runs?source=console&account=${encodeURIComponent(account.id)}`}>
          <Icon name="clock" />
          History
        </Link>
        {ready && (
          <Button icon="code" onClick={() => void copy()}>
            Copy as curl
          </Button>
        )}
      </PageHead>
      <div className="pbody">
        <div className="bench">
          <section className="card" aria-label="Request" onKeyDown={onKey}>
            <div className="bd stack roomy">
              <Select
                label="Account"
                aside={account.type === 'test' ? <TestTag /> : undefined}
                options={all.map((one) => ({ value: one.id, label: label(one) }))}
                value={account.id}
                onChange={(event) => setQuery({ account: event.target.value, run: null })}
              />
              {stopped && (
                <Notice tone="warn" title="This account does not work at the moment.">
                  <>
                    Its calls are refused. <Link to={`/console/accounts/${encodeURIComponent(account.id)}`}>See why</Link>
                  </>
                </Notice>
              )}
              <Failure error={runnable.error} what="Could not load the actions" retry={runnable.reload} />
              {runnable.data && (
                <ActionChoice account={account.id} actions={actions} value={action} onChoose={(id) => setQuery({ action: id, run: null })} />
              )}
              {about && <p className="small muted about">{about.description}</p>}
              {about?.linkwright.runnable === false && <Notice tone="warn" title={about.linkwright.reason ?? 'This account lacks a right for it.'} />}
              {missing && !about && runnable.data && (
                <Notice tone="warn" title={`This account does not offer ${action}.`}>
                  The profile may not switch it on, or the connector has none of that name.
                </Notice>
              )}
              <Failure error={tester.details.error} what="Could not load the action" retry={tester.details.reload} />
              {action !== '' && !ready && !missing && !tester.details.error && <Waiting />}
              {ready && <hr />}
              {ready && view === 'form' && (
                <InputForm key={action} inputs={tester.inputs} values={tester.values} errors={tester.errors} onChange={tester.change} />
              )}
              {ready && view === 'json' && (
                <JsonInputs key={action} inputs={tester.inputs} values={tester.values} onChange={tester.change} onWrong={setWrong} />
              )}
              {ready && view === 'json' && Object.keys(tester.errors).length > 0 && (
                <Notice tone="bad" title={Object.entries(tester.errors).map(([name, said]) => `${name}: ${said}`).join(' ')} />
              )}
              <Failure error={tester.start.error} />
            </div>
            {ready && (
              <div className="cardft between">
                <Segment<View>
                  label="Enter the inputs as"
                  options={[
                    { value: 'form', label: 'Form' },
                    { value: 'json', label: 'JSON' },
                  ]}
                  value={view}
                  onChange={setView}
                />
                {mayChange ? (
                  <Button variant="primary" busy={tester.start.busy && (writes ? 'Preparing' : 'Running')} off={wrong !== ''} onClick={() => void start()}>
                    {writes ? 'Review…' : 'Run'} <kbd className="only-l">{isMac ? '⌘↵' : 'Ctrl ↵'}</kbd>
                  </Button>
                ) : (
                  <span className="small muted">{CHANGE_NEEDS}</span>
                )}
              </div>
            )}
          </section>
          <div ref={out} aria-live="polite">
            {tester.ran ? (
              <Outcome ran={tester.ran} account={account.id} unplaced={tester.rest} />
            ) : (
              <section className="card">
                <EmptyState icon="play" title="Nothing run yet">
                  {writes && ready ? 'A write shows what would be sent, and asks, before anything is.' : 'The answer shows here, with its calls to the provider and what it cost.'}
                </EmptyState>
              </section>
            )}
          </div>
        </div>
      </div>
      {tester.asked && (
        <ConfirmDialog
          effect={tester.effect === 'destroy' ? 'destroy' : 'write'}
          action={action}
          owner={account.origin_owner_name}
          call={tester.asked.call}
          files={Object.values(tester.asked.files).map((file) => file.name)}
          plan={tester.asked.plan}
          busy={tester.apply.busy}
          onClose={tester.back}
          onApply={() => void tester.apply.run()}
        />
      )}
    </>
  )
}

export function TesterPage() {
  const { query } = usePlace()
  const { list, all, account, gone } = useAccounts(query.get('account') ?? '')
  if (account) return <Bench account={account} all={all} action={query.get('action') ?? ''} />
  return (
    <>
      <PageHead title="Request tester" />
      <div className="pbody">
        <Failure error={list.error} what="Could not load accounts" retry={list.reload} />
        <Failure
          error={gone}
          what="Could not load this account"
          gone={{ title: 'There is no such account in this project', say: 'It may have been deleted.', to: '/console/tester', label: 'Choose another' }}
        />
        {list.data && all.length === 0 && !gone && <NoAccount />}
        {!list.data && !list.error && <Waiting />}
      </div>
    </>
  )
}
