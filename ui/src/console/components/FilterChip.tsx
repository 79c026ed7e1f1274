import { Icon, IconButton, Menu } from '../../kit'

export interface Option {
  value: string
  label: string
}

interface Props {
  /** "Status". */
  name: string
  options: readonly Option[]
  /** What is chosen; several are read as "one of". */
  chosen: string[]
  several?: boolean
  onChange: (chosen: string[]) => void
}

/** A filter that opens a menu. Set, it reads "Status: Error" and can be taken away with its cross. */
export function FilterChip({ name, options, chosen, several = false, onChange }: Props) {
  const labels = chosen.map((value) => options.find((option) => option.value === value)?.label ?? value)
  const on = chosen.length > 0

  function toggle(value: string) {
    if (chosen.includes(value)) onChange(chosen.filter((one) => one !== value))
    else onChange(several ? [...chosen, value] : [value])
  }

  const items = options.map((option) => ({
    label: option.label,
    checked: chosen.includes(option.value),
    onChoose: () => toggle(option.value),
  }))
  return (
    <span className={on ? 'fchip on' : 'fchip'}>
      <Menu
        label={`Filter by ${name.toLowerCase()}`}
        groups={[{ items }]}
        align="start"
        trigger={(props) => (
          <button type="button" {...props} className={on ? 'fbtn on' : 'fbtn'}>
            {!on && <Icon name="add" size="s" />}
            {name}
            {on && <b>{labels.join(' or ')}</b>}
          </button>
        )}
      />
      {on && (
        <IconButton icon="close" small label={`Clear filter ${name}`} className="fclear" onClick={() => onChange([])} />
      )}
    </span>
  )
}
