import { type FormEvent, useEffect, useState } from 'react'
import { Button, Checkbox, TextField, useToast } from '../../kit'
import type { ProjectSettings } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { BrandPreview } from './BrandPreview'
import { ColorField } from './ColorField'
import { isColor } from './contrast'

type Change = Partial<Omit<ProjectSettings, 'id' | 'name'>>

interface Props {
  saved: ProjectSettings
  mayChange: boolean
  onSave: (change: Change) => Promise<void>
}

interface Form {
  app_name: string
  support_url: string
  privacy_url: string
  hide_brand: boolean
  color: string
}

type Faults = Partial<Record<keyof Form, string>>

function formOf(saved: ProjectSettings): Form {
  return {
    app_name: saved.app_name ?? '',
    support_url: saved.support_url ?? '',
    privacy_url: saved.privacy_url ?? '',
    hide_brand: Boolean(saved.hide_brand),
    color: saved.color ?? '',
  }
}

/** Only what differs from what is stored; an emptied field is sent as null. */
export function changesOf(form: Form, saved: ProjectSettings): Change {
  const before = formOf(saved)
  const change: Change = {}
  if (form.app_name.trim() !== before.app_name) change.app_name = form.app_name.trim()
  if (form.support_url.trim() !== before.support_url) change.support_url = form.support_url.trim() || null
  if (form.privacy_url.trim() !== before.privacy_url) change.privacy_url = form.privacy_url.trim() || null
  if (form.color.trim() !== before.color) change.color = form.color.trim().toLowerCase() || null
  if (form.hide_brand !== before.hide_brand) change.hide_brand = form.hide_brand
  return change
}

function isAddress(text: string): boolean {
  try {
    return ['https:', 'http:'].includes(new URL(text).protocol)
  } catch {
    return false
  }
}

export function faultsOf(form: Form): Faults {
  const faults: Faults = {}
  if (form.app_name.trim() === '') faults.app_name = 'Type a name. Customers read it in the Hub.'
  const support = form.support_url.trim()
  if (support !== '' && !isAddress(support)) faults.support_url = 'Type a whole address, such as https://example.com/help.'
  const privacy = form.privacy_url.trim()
  if (privacy !== '' && !isAddress(privacy)) faults.privacy_url = 'Type a whole address, such as https://example.com/privacy.'
  if (form.color.trim() !== '' && !isColor(form.color.trim())) faults.color = 'Type six hexadecimal digits, such as #0b5c8f.'
  return faults
}

export function BrandForm({ saved, mayChange, onSave }: Props) {
  const toast = useToast()
  const [form, setForm] = useState(() => formOf(saved))
  const [faults, setFaults] = useState<Faults>({})
  const changed = Object.keys(changesOf(form, saved)).length > 0
  const deed = useDeed(() => onSave(changesOf(form, saved)))
  const refused = (part: keyof Form) => faults[part] ?? (deed.error?.field === part ? deed.error.message : undefined)

  useEffect(() => {
    if (!changed) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [changed])

  function set<K extends keyof Form>(part: K, value: Form[K]) {
    setForm((old) => ({ ...old, [part]: value }))
    setFaults((old) => ({ ...old, [part]: undefined }))
  }

  /** Checked on leaving the field, never while typing. */
  function left(part: keyof Form) {
    setFaults((old) => ({ ...old, [part]: faultsOf(form)[part] }))
  }

  async function submit(event: FormEvent) {
    event.preventDefault()
    const found = faultsOf(form)
    setFaults(found)
    if (Object.keys(found).length > 0 || !changed) return
    if (await deed.run()) toast('Settings saved')
  }

  return (
    <form className="card" aria-labelledby="brandh" onSubmit={(event) => void submit(event)} noValidate>
      <div className="hd">
        <h2 id="brandh" className="h3">
          What your customers see
        </h2>
      </div>
      <div className="bd brandgrid">
        <fieldset className="stack roomy" disabled={!mayChange}>
          <legend className="sr">Name and brand</legend>
          <TextField
            label="App name"
            hint="The Hub asks to connect a tool to this app."
            maxLength={60}
            value={form.app_name}
            error={refused('app_name')}
            onChange={(event) => set('app_name', event.target.value)}
            onBlur={() => left('app_name')}
          />
          <TextField
            label="Support link"
            optional
            inputMode="url"
            placeholder="https://example.com/help"
            value={form.support_url}
            error={refused('support_url')}
            onChange={(event) => set('support_url', event.target.value)}
            onBlur={() => left('support_url')}
          />
          <TextField
            label="Privacy link"
            optional
            inputMode="url"
            placeholder="https://example.com/privacy"
            value={form.privacy_url}
            error={refused('privacy_url')}
            onChange={(event) => set('privacy_url', event.target.value)}
            onBlur={() => left('privacy_url')}
          />
          <ColorField
            value={form.color}
            error={refused('color')}
            onChange={(color) => set('color', color)}
            onBlur={() => left('color')}
          />
          <Checkbox
            label="Hide Linkwright"
            hint="Our name and mark leave the Hub and its guides. The line on how keys are stored stays."
            checked={form.hide_brand}
            onChange={(event) => set('hide_brand', event.target.checked)}
          />
        </fieldset>
        <BrandPreview appName={form.app_name.trim()} color={form.color.trim()} hideBrand={form.hide_brand} />
      </div>
      {deed.error && (
        <div className="cardpad">
          <Failure error={deed.error} what="Not saved" />
        </div>
      )}
      {mayChange && (
        <div className="cardft">
          <span className="small muted grow">{changed ? 'Not saved yet.' : 'Everything is saved.'}</span>
          {changed && (
            <Button
              variant="quiet"
              onClick={() => {
                setForm(formOf(saved))
                setFaults({})
                deed.clear()
              }}
            >
              Undo changes
            </Button>
          )}
          <Button type="submit" variant="primary" busy={deed.busy && 'Saving'} off={!changed}>
            Save
          </Button>
        </div>
      )}
    </form>
  )
}
