import { useState } from 'react'
import { Button, Tag, TextArea, TextField } from '../../kit'
import { policy } from '../api/calls'
import type { Explained } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'
import { outcomeTone, outcomeWord, type Rule } from './rules'

function argumentsOf(text: string): Record<string, unknown> | null {
  if (text.trim() === '') return {}
  try {
    const read: unknown = JSON.parse(text)
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** What would be decided over a call, and why. Nothing is called. */
export function ExplainCard({ rules }: { rules: Rule[] | null }) {
  const { api } = useSession()
  const [account, setAccount] = useState('')
  const [action, setAction] = useState('')
  const [caller, setCaller] = useState('')
  const [text, setText] = useState('')
  const [found, setFound] = useState<Explained | null>(null)
  const given = argumentsOf(text)
  const deed = useDeed(async () => {
    setFound(null)
    setFound(
      await policy.explain(api, {
        account_id: account.trim(),
        action: action.trim(),
        caller: caller.trim() || null,
        arguments: given ?? {},
        rules: rules as unknown as Record<string, unknown>[] | null,
      }),
    )
  })
  const ready = account.trim() !== '' && action.trim() !== '' && given !== null
  return (
    <section className="card" aria-labelledby="explainh">
      <div className="hd">
        <h2 id="explainh" className="h3">
          Explain
        </h2>
      </div>
      <form
        className="bd stack roomy"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) void deed.run()
        }}
      >
        <p className="small muted">
          What would be decided over a call, and why{rules ? ', by the rules as you have them here' : ''}. Nothing is called.
        </p>
        <div className="row wrap three">
          <TextField label="Account" mono placeholder="acc_…" autoComplete="off" spellCheck={false} value={account} onChange={(event) => setAccount(event.target.value)} />
          <TextField label="Action" mono placeholder="linear_create_issue" autoComplete="off" spellCheck={false} value={action} onChange={(event) => setAction(event.target.value)} />
          <TextField label="Caller" optional mono placeholder="yourself" autoComplete="off" spellCheck={false} value={caller} onChange={(event) => setCaller(event.target.value)} />
        </div>
        <TextArea
          label="Arguments"
          optional
          mono
          rows={2}
          spellCheck={false}
          placeholder={'{"title": "New words"}'}
          value={text}
          error={given === null && 'This is no JSON object yet.'}
          onChange={(event) => setText(event.target.value)}
        />
        <div className="row">
          <Button type="submit" off={!ready} busy={deed.busy && 'Asking'}>
            Explain
          </Button>
        </div>
        <Failure error={deed.error} />
        {found && <Told found={found} />}
      </form>
    </section>
  )
}

function Told({ found }: { found: Explained }) {
  return (
    <div className="stack" role="status">
      <p className="row wrap">
        <Tag tone={outcomeTone(found.outcome)}>{outcomeWord(found.outcome)}</Tag> <span>{found.says}</span>
      </p>
      <ol className="trace small">
        {found.trace.map((one) => (
          <li key={String(one.number)} className={one.decided ? '' : 'muted'}>
            <b>{String(one.name || `Rule ${String(one.number)}`)}</b> {one.decided ? 'decided.' : `was passed over: ${String(one.passed_over)}.`}
          </li>
        ))}
      </ol>
    </div>
  )
}
