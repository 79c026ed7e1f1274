import { type FormEvent, useState } from 'react'
import { Button, Select, TextField, useToast } from '../../kit'
import type { BrandChange, ProjectSettings, Screening } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { budgetOf, fault, textOf } from './budget'
import { SCREENING, SCREENINGS } from './screening'

interface Props {
  saved: ProjectSettings
  mayChange: boolean
  onSave: (change: BrandChange) => Promise<void>
}

/** What happens to answers on their way out: text that is meant for a model, and how much of a long one is given. */
export function AnswersCard({ saved, mayChange, onSave }: Props) {
  const toast = useToast()
  const [screening, setScreening] = useState<Screening>(saved.screening)
  const [rest, setRest] = useState(textOf(saved.rest_max_tokens))
  const [mcp, setMcp] = useState(textOf(saved.mcp_max_tokens))
  const faults = { rest: fault(rest), mcp: fault(mcp) }
  const change: BrandChange = {
    ...(screening !== saved.screening && { screening }),
    ...(rest.trim() !== textOf(saved.rest_max_tokens) && { rest_max_tokens: budgetOf(rest) }),
    ...(mcp.trim() !== textOf(saved.mcp_max_tokens) && { mcp_max_tokens: budgetOf(mcp) }),
  }
  const changed = Object.keys(change).length > 0
  const deed = useDeed(() => onSave(change))

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (changed && !faults.rest && !faults.mcp && (await deed.run())) toast('Answers saved')
  }

  return (
    <form className="card" aria-labelledby="answersh" onSubmit={(event) => void submit(event)} noValidate>
      <div className="hd">
        <h2 id="answersh" className="h3">
          Answers
        </h2>
      </div>
      <div className="bd stack g16">
        <Select
          label="Text that is meant for a model"
          hint={SCREENING[screening]}
          options={SCREENINGS}
          value={screening}
          disabled={!mayChange}
          onChange={(event) => setScreening(event.target.value as Screening)}
        />
        <TextField
          label="Most tokens of an answer to an agent (MCP)"
          optional
          inputMode="numeric"
          readOnly={!mayChange}
          value={mcp}
          error={faults.mcp}
          hint="Empty: what each action says, some 5,000 for long lists. 0: as large as it is."
          onChange={(event) => setMcp(event.target.value)}
        />
        <TextField
          label="Most tokens of an answer to an app (REST)"
          optional
          inputMode="numeric"
          readOnly={!mayChange}
          value={rest}
          error={faults.rest}
          hint="Empty: as large as it is."
          onChange={(event) => setRest(event.target.value)}
        />
        <p className="small muted">
          What is left out is said in the answer, with the way to it. A call that names its own max_tokens gets those. A token is four bytes.
        </p>
        <Failure error={deed.error} what="Not saved" />
      </div>
      {mayChange && (
        <div className="cardft">
          <span className="small muted grow">{changed ? 'Not saved yet.' : 'Everything is saved.'}</span>
          <Button type="submit" busy={deed.busy && 'Saving'} off={!changed || Boolean(faults.rest ?? faults.mcp)}>
            Save answers
          </Button>
        </div>
      )}
    </form>
  )
}
