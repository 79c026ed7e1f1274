import { type FormEvent, useState } from 'react'
import { Button, TextArea, useToast } from '../../kit'
import { project } from '../api/calls'
import type { Networks } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { useSession } from '../session/context'

interface Props {
  saved: Networks
  mayChange: boolean
  onSaved: (networks: Networks) => void
}

function lines(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}

/** Where the project may be used from. */
export function NetworksCard({ saved, mayChange, onSaved }: Props) {
  const { api } = useSession()
  const toast = useToast()
  const [text, setText] = useState(saved.networks.join('\n'))
  const wanted = lines(text)
  const changed = wanted.join() !== saved.networks.join()
  const deed = useDeed(async () => {
    const next = await project.putNetworks(api, wanted)
    setText(next.networks.join('\n'))
    onSaved(next)
  })
  const told = deed.error?.field === 'networks' ? deed.error.message : undefined

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (changed && (await deed.run())) toast(wanted.length === 0 ? 'The project may be used from anywhere' : 'Allowed addresses saved')
  }

  return (
    <form className="card" aria-labelledby="neth" onSubmit={(event) => void submit(event)} noValidate>
      <div className="hd">
        <h2 id="neth" className="h3">
          Allowed addresses
        </h2>
      </div>
      <div className="bd stack g16">
        <TextArea
          label="Networks"
          optional
          mono
          spellCheck={false}
          placeholder={'203.0.113.0/24\n2001:db8::/32'}
          readOnly={!mayChange}
          value={text}
          error={told}
          hint="One a line. Empty means anywhere."
          onChange={(event) => setText(event.target.value)}
        />
        <ul className="plainlist muted">
          <li>
            You are at <code>{saved.your_address || 'an unknown address'}</code>. It has to be in the list, so that you can change it back.
          </li>
          <li>API keys, MCP clients and members of this project are refused from everywhere else. People who link an account are not.</li>
          <li>MCP clients that run at their maker, such as those in a browser, call from the maker’s addresses.</li>
        </ul>
        {told === undefined && <Failure error={deed.error} what="Not saved" />}
      </div>
      {mayChange && (
        <div className="cardft">
          <span className="small muted grow">{changed ? 'Not saved yet.' : 'Everything is saved.'}</span>
          <Button type="submit" busy={deed.busy && 'Saving'} off={!changed}>
            Save networks
          </Button>
        </div>
      )}
    </form>
  )
}
