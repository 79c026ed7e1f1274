import { type Choice, Segment, Select, TextField } from '../../kit'
import type { ConnectorMeta } from '../api/types'
import type { Lacking, LinkForm } from './wanted'

interface Props {
  form: LinkForm
  lacking: Lacking
  connectors: ConnectorMeta[]
  /** A link was made from these: they stand as they were. */
  fixed: boolean
  onChange: (change: Partial<LinkForm>) => void
}

const TYPES = [
  { value: 'production', label: 'Production' },
  { value: 'test', label: 'Test', icon: 'flask' },
] as const

export function LinkFields({ form, lacking, connectors, fixed, onChange }: Props) {
  const options = [
    { value: '', label: 'Any: the customer chooses' },
    ...connectors.map((one) => ({ value: one.provider, label: one.provider_name })),
  ]
  const chosen = options.find((option) => option.value === form.provider)?.label ?? form.provider
  return (
    <div className="g2">
      <TextField
        label="Owner id"
        mono
        hint="The customer’s id in your own system."
        data-first
        autoComplete="off"
        spellCheck={false}
        maxLength={255}
        readOnly={fixed}
        value={form.ownerId}
        error={lacking.ownerId}
        onChange={(event) => onChange({ ownerId: event.target.value, multiple: false })}
      />
      <TextField
        label="Owner name"
        autoComplete="off"
        maxLength={255}
        readOnly={fixed}
        value={form.ownerName}
        error={lacking.ownerName}
        onChange={(event) => onChange({ ownerName: event.target.value, multiple: false })}
      />
      {fixed ? (
        <>
          <TextField label="Connector" readOnly value={chosen} />
          <TextField label="Type" readOnly value={form.type === 'test' ? 'Test' : 'Production'} />
        </>
      ) : (
        <Choices form={form} options={options} onChange={onChange} />
      )}
    </div>
  )
}

function Choices({ form, options, onChange }: Pick<Props, 'form' | 'onChange'> & { options: Choice[] }) {
  return (
    <>
      <Select
        label="Connector"
        optional
        options={options}
        value={form.provider}
        onChange={(event) => onChange({ provider: event.target.value, multiple: false })}
      />
      <div className="field">
        <span className="lab">Type</span>
        <Segment
          label="Type"
          full
          options={TYPES}
          value={form.type}
          onChange={(type) => onChange({ type })}
        />
        {form.type === 'test' && <p className="hint">Talks to a twin of the tool, so no login there is needed.</p>}
      </div>
    </>
  )
}
