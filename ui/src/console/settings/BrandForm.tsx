import { type FormEvent, useEffect, useState } from 'react'
import { Button, Checkbox, Segment, Select, TextField, useToast } from '../../kit'
import type { BrandChange, ProjectSettings } from '../api/types'
import { Failure } from '../components/Failure'
import { useDeed } from '../lib/load'
import { type BrandForm as Form, changesOf, type Faults, faultsOf, formOf } from './brand'
import { BrandPreview } from './BrandPreview'
import { ColorField } from './ColorField'

interface Props {
  saved: ProjectSettings
  mayChange: boolean
  onSave: (change: BrandChange) => Promise<void>
}

const MODES = [
  { value: 'auto', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

const CORNERS = [
  { value: '', label: 'As ours' },
  ...[0, 2, 4, 6, 8, 10, 12].map((size) => ({ value: String(size), label: size === 0 ? 'Square' : `${size} px` })),
]

const LINKS = [
  { name: 'home_url', label: 'Home page', placeholder: 'https://example.com', hint: 'Where people go back to from the Hub.' },
  { name: 'support_url', label: 'Support link', placeholder: 'https://example.com/help', hint: 'An address, or mailto: and an address.' },
  { name: 'terms_url', label: 'Terms link', placeholder: 'https://example.com/terms', hint: undefined },
  { name: 'privacy_url', label: 'Privacy link', placeholder: 'https://example.com/privacy', hint: undefined },
] as const

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

  const corner = form.corner === null ? '' : String(form.corner)
  const corners = CORNERS.some((one) => one.value === corner) ? CORNERS : [...CORNERS, { value: corner, label: `${corner} px` }]
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
          {LINKS.map(({ name, label, placeholder, hint }) => (
            <TextField
              key={name}
              label={label}
              optional
              inputMode="url"
              placeholder={placeholder}
              hint={hint}
              value={form[name]}
              error={refused(name)}
              onChange={(event) => set(name, event.target.value)}
              onBlur={() => left(name)}
            />
          ))}
          <ColorField
            label="Brand colour"
            mode={form.color_dark.trim() === '' ? null : 'light'}
            value={form.color}
            error={refused('color')}
            onChange={(color) => set('color', color)}
            onBlur={() => left('color')}
          />
          <ColorField
            label="Brand colour in the dark theme"
            mode="dark"
            value={form.color_dark}
            error={refused('color_dark')}
            onChange={(color) => set('color_dark', color)}
            onBlur={() => left('color_dark')}
          />
          <Select
            label="Corners"
            options={corners}
            value={corner}
            onChange={(event) => set('corner', event.target.value === '' ? null : Number(event.target.value))}
          />
          <div className="field">
            <span className="lab">Theme</span>
            <Segment label="Theme" full options={MODES} value={form.mode} onChange={(mode) => set('mode', mode)} />
          </div>
          <Checkbox
            label="Hide Linkwright"
            hint="Our name and mark leave the Hub and its guides. The line on how keys are stored stays."
            checked={form.hide_brand}
            onChange={(event) => set('hide_brand', event.target.checked)}
          />
        </fieldset>
        <div className="brandviews">
          {(['light', 'dark'] as const).map((mode) => (
            <BrandPreview key={mode} mode={mode} form={form} saved={saved} />
          ))}
        </div>
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
