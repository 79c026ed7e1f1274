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

function tree(value: unknown, label: string, none: string): ReactNode {
  return isEmpty(value) ? <p className="muted">{none}</p> : <JsonTree value={value} label={label} />
}

/** Data of one run; the address keeps the tab. */
export function RunTabs({ run, steps, call }: Props) {
  const { query } = usePlace()
  const step = call === null ? undefined : steps[call]
  const tabs: Tab[] = [
    {
      key: 'call',
      label: 'Upstream call',
      note: step && call !== null ? `${call + 1} of ${steps.length}` : undefined,
      content: () => (step ? <CallDetail step={step} told={run.linkwright?.error?.message} /> : <p className="muted">The provider was not called.</p>),
    },
    {
      key: 'arguments',
      label: 'Arguments',
      content: () => tree(run.linkwright?.arguments ?? run.request?.body, 'Arguments', 'Called without arguments.'),
    },
    {
      key: 'result',
      label: 'Result',
      content: () => tree(run.linkwright?.result_excerpt ?? run.response?.body, 'Result', 'There is no result.'),
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
