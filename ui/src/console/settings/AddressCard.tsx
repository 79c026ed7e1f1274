import { type FormEvent, useState } from 'react'
import { Button, TextField, useToast } from '../../kit'
import type { BrandChange, ProjectSettings } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'

interface Props {
  saved: ProjectSettings
  mayChange: boolean
  onSave: (change: BrandChange) => Promise<void>
}

/** The project's own public address: what it does, and what has to be true before it is set. */
export function AddressCard({ saved, mayChange, onSave }: Props) {
  const { me } = useSession()
  const toast = useToast()
  const [text, setText] = useState(saved.public_url ?? '')
  const changed = text.trim() !== (saved.public_url ?? '')
  const deed = useDeed(() => onSave({ public_url: text.trim() || null }))
  const told = deed.error?.field === 'public_url' ? deed.error.message : undefined

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (changed && (await deed.run())) toast(text.trim() === '' ? 'Links begin with the hub’s address again' : 'Address saved')
  }

  return (
    <form className="card" aria-labelledby="addrh" onSubmit={(event) => void submit(event)} noValidate>
      <div className="hd">
        <h2 id="addrh" className="h3">
          Address
        </h2>
      </div>
      <div className="bd stack g16">
        <TextField
          label="The project’s own address"
          optional
          mono
          inputMode="url"
          spellCheck={false}
          placeholder="https://link.example.com"
          readOnly={!mayChange}
          value={text}
          error={told}
          hint={told === undefined ? `Empty means the hub’s: ${me.public_url}. The console and the API stay there in any case.` : deed.error?.hint}
          onChange={(event) => setText(event.target.value)}
        />
        <ul className="plainlist muted">
          <li>Auth links, guides, logos and the embed script begin with it.</li>
          <li>First point its name at this hub, and let your proxy answer for it over TLS and pass the name on.</li>
          <li>Links that were sent before go on working at the address that they were made with, as long as it is served.</li>
          <li>Providers send people back to it after they signed in there. Register the redirect address that your connector profiles show.</li>
        </ul>
        {told === undefined && <Failure error={deed.error} what="Not saved" />}
      </div>
      {mayChange && (
        <div className="cardft">
          <span className="small muted grow">{changed ? 'Not saved yet.' : 'Everything is saved.'}</span>
          <Button type="submit" busy={deed.busy && 'Saving'} off={!changed}>
            Save address
          </Button>
        </div>
      )}
    </form>
  )
}
