import { useState } from 'react'
import { Button, Checkbox, Dialog, Field, Segment, Select, TextArea, TextField } from '../../kit'
import { DAYS, EFFECTS, FACES, type Hours, type Lists, OUTCOMES, type Outcome, type Rule } from './rules'

interface Props {
  rule: Rule
  fresh: boolean
  onKeep: (rule: Rule) => void
  onClose: () => void
}

const LASTS = [
  { value: '15', label: '15 minutes' },
  { value: '60', label: '1 hour' },
  { value: '480', label: '8 hours' },
  { value: '1440', label: '1 day' },
  { value: '10080', label: '7 days' },
]

function Checks({ label, options, chosen, onChange }: { label: string; options: readonly { value: string; label: string }[]; chosen: string[]; onChange: (chosen: string[]) => void }) {
  return (
    <fieldset className="checks">
      <legend className="lab">
        {label} <span className="opt">none: any</span>
      </legend>
      <div className="row wrap">
        {options.map((one) => (
          <Checkbox
            key={one.value}
            label={one.label}
            checked={chosen.includes(one.value)}
            onChange={(event) => onChange(event.target.checked ? [...chosen, one.value] : chosen.filter((value) => value !== one.value))}
          />
        ))}
      </div>
    </fieldset>
  )
}

function split(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean)
}

/** One rule. Lists are typed with blanks or commas between. */
export function RuleDialog({ rule: given, fresh, onKeep, onClose }: Props) {
  const [rule, setRule] = useState(given)
  const [texts, setTexts] = useState<Record<Lists, string>>({
    actions: (given.actions ?? []).join(' '),
    accounts: (given.accounts ?? []).join(' '),
    profiles: (given.profiles ?? []).join(' '),
    owners: (given.owners ?? []).join(' '),
    callers: (given.callers ?? []).join(' '),
  })
  const set = (change: Partial<Rule>) => setRule((old) => ({ ...old, ...change }))
  const hours = (change: Hours) => set({ hours: { ...rule.hours, ...change } })
  const lasts = String(rule.expires_in_minutes ?? 60)
  function keep() {
    const lists = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, split(text)]))
    onKeep({ ...rule, ...lists, name: rule.name?.trim(), message: rule.message?.trim(), when: rule.when?.trim() })
  }
  const list = (name: Lists, label: string, placeholder: string, hint: string) => (
    <TextField
      label={label}
      optional
      mono
      autoComplete="off"
      spellCheck={false}
      placeholder={placeholder}
      hint={hint}
      value={texts[name]}
      onChange={(event) => setTexts((old) => ({ ...old, [name]: event.target.value }))}
    />
  )
  return (
    <Dialog
      open
      wide
      dirty={rule !== given}
      title={fresh ? 'Add a rule' : 'Edit rule'}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={keep}>
            {fresh ? 'Add to the list' : 'Keep'}
          </Button>
        </>
      }
    >
      <TextField label="Name" data-first maxLength={100} autoComplete="off" placeholder="A person looks at deletions" value={rule.name ?? ''} onChange={(event) => set({ name: event.target.value })} />
      <Field label="A call that fits is">
        {() => <Segment label="Outcome" options={OUTCOMES} value={rule.outcome} onChange={(outcome: Outcome) => set({ outcome })} full />}
      </Field>
      {rule.outcome === 'approval' && (
        <Select
          label="Can be decided, and then used, within"
          options={LASTS.some((one) => one.value === lasts) ? LASTS : [...LASTS, { value: lasts, label: `${lasts} minutes` }]}
          value={lasts}
          onChange={(event) => set({ expires_in_minutes: Number(event.target.value) })}
        />
      )}
      <Checks label="Effect" options={EFFECTS} chosen={rule.effects ?? []} onChange={(effects) => set({ effects })} />
      {list('actions', 'Actions', 'linear_delete_* proxy', 'Ids, with * for any letters. A call of the proxy is proxy, or proxy:METHOD host/path.')}
      {list('callers', 'Callers', 'key:key_… role:developer client:*', 'key:, member:, role: or client: and an id, with *.')}
      <Checks label="Over" options={FACES} chosen={rule.faces ?? []} onChange={(faces) => set({ faces })} />
      {list('owners', 'Owners of accounts', 'cus_17 cus_2*', 'Your ids of them.')}
      {list('accounts', 'Accounts', 'acc_…', 'Ids.')}
      {list('profiles', 'Connector profiles', 'prof_…', 'Ids.')}
      <TextArea
        label="Condition"
        optional
        mono
        rows={2}
        maxLength={1000}
        spellCheck={false}
        placeholder={"arguments.priority == `1`"}
        hint="JMESPath that gives true or false, of the arguments as they will be sent: ids, not names."
        value={rule.when ?? ''}
        onChange={(event) => set({ when: event.target.value })}
      />
      <Checkbox
        label="Only at certain hours"
        checked={Boolean(rule.hours)}
        onChange={(event) => set({ hours: event.target.checked ? { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00', zone: Intl.DateTimeFormat().resolvedOptions().timeZone } : null })}
      />
      {rule.hours && (
        <div className="stack">
          <Checks label="Days" options={DAYS.map((day) => ({ value: day, label: day }))} chosen={rule.hours.days ?? []} onChange={(days) => hours({ days })} />
          <div className="row wrap three">
            <TextField label="From" value={rule.hours.from ?? ''} placeholder="09:00" onChange={(event) => hours({ from: event.target.value })} />
            <TextField label="To" value={rule.hours.to ?? ''} placeholder="17:00" onChange={(event) => hours({ to: event.target.value })} />
            <TextField label="Time zone" value={rule.hours.zone ?? ''} placeholder="Europe/Berlin" onChange={(event) => hours({ zone: event.target.value })} />
          </div>
          <Checkbox label="At all other times instead" checked={rule.hours.outside ?? false} onChange={(event) => hours({ outside: event.target.checked })} />
        </div>
      )}
      <TextArea
        label="What the caller is told"
        optional
        rows={2}
        maxLength={500}
        hint="For people. A model reads it too, so do not say how the rule could be got round."
        value={rule.message ?? ''}
        onChange={(event) => set({ message: event.target.value })}
      />
    </Dialog>
  )
}
