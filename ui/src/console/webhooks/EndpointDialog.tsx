import { useState } from 'react'
import { Button, Checkbox, Dialog, TextField } from '../../kit'
import { webhooks } from '../api/calls'
import type { NewWebhookEndpoint, WebhookEndpoint } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed, useLoad } from '../lib/load'
import { useSession } from '../session/context'
import { EventChoice } from './EventChoice'
import { EVERYTHING } from './words'

interface Props {
  /** Null makes a new one. */
  endpoint: WebhookEndpoint | null
  onMade: (made: NewWebhookEndpoint) => void
  onSaved: () => void
  onClose: () => void
}

function lackOf(url: string, events: string[]): { url: string; events: string } {
  return {
    url: url.trim() === '' ? 'Enter the address that events are posted to.' : '',
    events: events.length === 0 ? 'Choose at least one event.' : '',
  }
}

export function EndpointDialog({ endpoint, onMade, onSaved, onClose }: Props) {
  const { api } = useSession()
  const types = useLoad('event-types', (signal) => webhooks.eventTypes(api, signal))
  const [url, setUrl] = useState(endpoint?.url ?? '')
  const [description, setDescription] = useState(endpoint?.description ?? '')
  const [events, setEvents] = useState<string[]>(endpoint?.events ?? [EVERYTHING])
  const [ordered, setOrdered] = useState(endpoint?.ordered ?? false)
  const [stackone, setStackone] = useState(endpoint?.stackone ?? false)
  const [lacks, setLacks] = useState({ url: '', events: '' })
  const deed = useDeed(async () => {
    const wanted = { url: url.trim(), description: description.trim() || null, events, ordered, stackone }
    if (endpoint === null) onMade(await webhooks.create(api, wanted))
    else {
      await webhooks.change(api, endpoint.id, wanted)
      onSaved()
    }
  })
  const refusedUrl = deed.error?.field === 'url' ? `${deed.error.message} ${deed.error.hint}` : ''

  async function save() {
    const found = lackOf(url, events)
    setLacks(found)
    if (!found.url && !found.events) await deed.run()
  }

  return (
    <Dialog
      open
      wide
      title={endpoint === null ? 'Add an endpoint' : 'Edit endpoint'}
      dirty={url !== (endpoint?.url ?? '') || description !== (endpoint?.description ?? '')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={deed.busy && 'Saving'} onClick={() => void save()}>
            {endpoint === null ? 'Add endpoint' : 'Save'}
          </Button>
        </>
      }
    >
      <TextField
        label="Address"
        data-first
        mono
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        maxLength={2048}
        placeholder="https://app.example.com/hooks"
        value={url}
        error={lacks.url || refusedUrl}
        hint="Public and https. It answers with 2xx within 15 seconds and does its work afterwards."
        onChange={(event) => {
          setUrl(event.target.value)
          setLacks((old) => ({ ...old, url: '' }))
          deed.clear()
        }}
      />
      <TextField
        label="Description"
        optional
        autoComplete="off"
        maxLength={255}
        value={description}
        hint="What is behind it."
        onChange={(event) => setDescription(event.target.value)}
      />
      <Failure error={types.error} what="Could not load the events" retry={types.reload} />
      <EventChoice
        types={types.data ?? []}
        chosen={events}
        onChange={(chosen) => {
          setEvents(chosen)
          setLacks((old) => ({ ...old, events: '' }))
        }}
      />
      {lacks.events && <p className="msg bad" role="alert">{lacks.events}</p>}
      <div className="stack">
        <Checkbox
          label="In order"
          hint="Events of one account go out one after another; each waits for the answer to the one before. Slower."
          checked={ordered}
          onChange={(event) => setOrdered(event.target.checked)}
        />
        <Checkbox
          label="StackOne form"
          hint="Flat body, names of events and x-stackone-signature, for receivers that were built for StackOne."
          checked={stackone}
          onChange={(event) => setStackone(event.target.checked)}
        />
      </div>
      {refusedUrl === '' && <Failure error={deed.error} />}
    </Dialog>
  )
}
