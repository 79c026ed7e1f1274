import type { ReactNode } from 'react'
import type { RunDetail, Step } from '../api/types'
import { JsonTree } from '../components/JsonTree'
import { type Tab, Tabs } from '../components/Tabs'
import { isEmpty } from '../lib/tree'
import { setQuery, usePlace } from '../lib/router'
import { CallDetail } from './CallDetail'

interface Props {
  run: RunDetail
  steps: Step[]
  call: number | null
}

const KEEPS = {
  none: 'This hub keeps no arguments and results.',
  failures: 'This hub keeps arguments and results of runs that failed only.',
  all: 'What was said in this run is gone: its account was deleted, or it is older than the setting.',
} as const

/** Why there is nothing to see. */
function NotKept({ run }: { run: RunDetail }) {
  const keeps = run.linkwright?.bodies?.keeps ?? 'none'
  return (
    <p className="muted">
      {KEEPS[keeps]} The setting is <code>LINKWRIGHT_RUN_BODIES</code>.
    </p>
  )
}

function tree(value: unknown, label: string, none: string): ReactNode {
  return isEmpty(value) ? <p className="muted">{none}</p> : <JsonTree value={value} label={label} />
}

/** An excerpt that was cut is no JSON any more: it is shown as the text it is. */
function resultOf(run: RunDetail): unknown {
  return run.linkwright?.result_excerpt || null
}

/** Data of one run; the address keeps the tab. */
export function RunTabs({ run, steps, call }: Props) {
  const { query } = usePlace()
  const step = call === null ? undefined : steps[call]
  const kept = run.linkwright?.bodies?.kept !== false
  const tabs: Tab[] = [
    {
      key: 'call',
      label: 'Upstream call',
      note: step && call !== null ? `${call + 1} of ${steps.length}` : undefined,
      content: () => (step ? <CallDetail step={step} kept={kept} told={run.linkwright?.error?.message} /> : <p className="muted">The provider was not called.</p>),
    },
    {
      key: 'arguments',
      label: 'Arguments',
      content: () =>
        kept ? tree(run.linkwright?.arguments ?? run.request?.body, 'Arguments', 'Called without arguments.') : <NotKept run={run} />,
    },
    {
      key: 'result',
      label: 'Result',
      content: () => (kept ? tree(resultOf(run), 'Result', 'There is no result.') : <NotKept run={run} />),
    },
  ]
  return (
    <section className="card" aria-label="Run data">
      <Tabs
        label="Run data"
        tabs={tabs}
        value={query.get('tab') ?? 'call'}
        onChange={(key) => setQuery({ tab: key === 'call' ? null : key })}
      />
    </section>
  )
}
