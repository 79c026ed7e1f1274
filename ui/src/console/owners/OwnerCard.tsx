import { type FormEvent, useRef, useState } from 'react'
import { Button, Notice, TextField, useToast } from '../../kit'
import { owners } from '../api/calls'
import { ApiError } from '../api/errors'
import { Failure } from '../components/Failure'
import { plural } from '../lib/format'
import { useDeed } from '../lib/load'
import { save } from '../lib/saving'
import { useSession } from '../session/context'
import { rowsOf } from './words'

interface Props {
  owner: string
  onOwner: (owner: string) => void
  onErase: (owner: string) => void
}

/** One owner, by the id that the app gave: take everything out, or have it erased. */
export function OwnerCard({ owner, onOwner, onErase }: Props) {
  const { api } = useSession()
  const toast = useToast()
  const field = useRef<HTMLInputElement>(null)
  const [lacking, setLacking] = useState(false)
  const [nothing, setNothing] = useState<string | null>(null)
  const taking = useDeed(async () => {
    const file = await owners.export(api, owner)
    const rows = rowsOf(await file.text())
    if (rows === null) throw new ApiError(0, 'The copy is not whole.', { hint: 'Export it again.' })
    setNothing(rows === 0 ? owner : null)
    if (rows === 0) return
    save(file, 'owner.jsonl')
    toast(`Exported ${plural(rows, 'row')}`)
  })

  function named(): boolean {
    setLacking(owner === '')
    if (owner === '') field.current?.focus()
    return owner !== ''
  }

  function submit(event: FormEvent) {
    event.preventDefault()
    setNothing(null)
    if (named()) void taking.run()
  }

  return (
    <form className="card" aria-labelledby="ownerh" onSubmit={submit} noValidate>
      <div className="hd">
        <h2 id="ownerh" className="h3">
          One owner
        </h2>
      </div>
      <div className="bd stack g16">
        <TextField
          ref={field}
          label="Owner id"
          mono
          autoComplete="off"
          spellCheck={false}
          value={owner}
          error={lacking && 'Enter the id that your app gave this owner.'}
          hint="The id that your app gave this owner, letter by letter. An account shows it under Owner id."
          onChange={(event) => {
            setLacking(false)
            setNothing(null)
            taking.clear()
            onOwner(event.target.value)
          }}
        />
        <ul className="plainlist muted">
          <li>An export holds accounts, sessions, runs, events, approvals and feedback of this owner, as JSON lines. No credential is in it.</li>
          <li>Erasing deletes the owner’s accounts and empties everything that tells of them. You get a receipt.</li>
          <li>Both stand in the audit record.</li>
        </ul>
        {nothing !== null && (
          <Notice tone="warn" urgent title="Nothing is held about an owner of that id.">
            Ids are compared letter by letter. Or the owner was erased before: then a receipt below says so.
          </Notice>
        )}
        <Failure error={taking.error} what="Not exported" />
      </div>
      <div className="cardft">
        <Button
          variant="danger"
          icon="trash"
          onClick={() => {
            if (named()) onErase(owner)
          }}
        >
          Erase…
        </Button>
        <Button type="submit" icon="download" busy={taking.busy && 'Exporting'}>
          Export
        </Button>
      </div>
    </form>
  )
}
