import { useEffect, useState } from 'react'
import { Button, EmptyState, Notice, SkeletonRows, useToast } from '../../kit'
import { policy } from '../api/calls'
import { Failure } from '../components/Failure'
import { PageHead } from '../components/Page'
import { useDeed, useLoad } from '../lib/load'
import { CHANGE_NEEDS, useSession } from '../session/context'
import { ExplainCard } from './ExplainCard'
import { RuleDialog } from './RuleDialog'
import { RuleList } from './RuleList'
import { newRule, type Rule, trimmed } from './rules'
import { useWhatIf, WhatIfLine } from './WhatIf'

/** What the accounts of the project may be used for: rules in their order, tried on the past before they are saved. */
export function PolicyPage() {
  const { api, mayChange } = useSession()
  const toast = useToast()
  const loaded = useLoad('policy', (signal) => policy.get(api, signal))
  const [draft, setDraft] = useState<Rule[] | null>(null)
  const [editing, setEditing] = useState<Rule | null>(null)
  const saved = (loaded.data?.rules ?? []) as unknown as Rule[]
  const rules = draft ?? saved
  const dirty = draft !== null && JSON.stringify(draft) !== JSON.stringify(saved)
  const whatIf = useWhatIf(loaded.data ? rules : null)
  const save = useDeed(async () => {
    const next = await policy.put(api, rules, loaded.data?.version ?? null)
    loaded.change(() => next)
    setDraft(null)
    toast('Rules saved, and in force')
  })
  useEffect(() => {
    if (!dirty) return
    const stay = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', stay)
    return () => window.removeEventListener('beforeunload', stay)
  }, [dirty])

  function change(next: Rule[]) {
    save.clear()
    setDraft(next)
  }
  function keep(rule: Rule) {
    const kept = trimmed(rule)
    change(rules.some((one) => one.id === kept.id) ? rules.map((one) => (one.id === kept.id ? kept : one)) : [...rules, kept])
    setEditing(null)
  }
  const add = () => setEditing(newRule())
  return (
    <>
      <PageHead title="Policy" total={loaded.data ? rules.length : null}>
        {!mayChange && <span className="small muted">{CHANGE_NEEDS}</span>}
        {mayChange && rules.length > 0 && (
          <Button variant="primary" icon="add" onClick={add}>
            Add rule
          </Button>
        )}
      </PageHead>
      <div className="pbody">
        <p className="muted">
          Rules say which calls are allowed, denied, or looked at by a person first, over REST, MCP, the proxy and the console alike. The
          first rule that fits decides; without one a call is allowed.
        </p>
        {!dirty && loaded.data?.warnings.map((one) => <Notice key={one} tone="warn" title="A way round.">{one}</Notice>)}
        <section className="card" aria-labelledby="rulesh" aria-busy={loaded.loading}>
          <div className="hd">
            <h2 id="rulesh" className="h3">
              Rules
            </h2>
          </div>
          {loaded.error && (
            <div className="cardpad">
              <Failure error={loaded.error} what="Could not load the rules" retry={loaded.reload} />
            </div>
          )}
          {!loaded.data && !loaded.error && <SkeletonRows rows={3} label="Loading the rules" onRetry={loaded.reload} />}
          {loaded.data && rules.length === 0 && (
            <EmptyState
              icon="shield"
              title="No rules yet"
              actions={mayChange && <Button variant="primary" onClick={add}>Add rule</Button>}
            >
              Every call is allowed that key, profile and account allow. A good first rule: a person looks at whatever destroys.
            </EmptyState>
          )}
          {rules.length > 0 && (
            <RuleList rules={rules} counts={whatIf.data?.by_rule} mayChange={mayChange} onChange={change} onEdit={setEditing} />
          )}
          {loaded.data && (dirty || rules.length > 0) && (
            <div className={dirty ? 'cardft savebar' : 'cardft'}>
              <div className="grow">
                <WhatIfLine whatIf={whatIf} draft={dirty} />
                <Failure error={save.error} />
              </div>
              {dirty && mayChange && (
                <>
                  <Button onClick={() => setDraft(null)}>Discard</Button>
                  <Button variant="primary" busy={save.busy && 'Saving'} onClick={() => void save.run()}>
                    Save rules
                  </Button>
                </>
              )}
            </div>
          )}
        </section>
        {loaded.data && <ExplainCard rules={dirty ? rules : null} />}
      </div>
      {editing && <RuleDialog rule={editing} fresh={!rules.some((one) => one.id === editing.id)} onKeep={keep} onClose={() => setEditing(null)} />}
    </>
  )
}
