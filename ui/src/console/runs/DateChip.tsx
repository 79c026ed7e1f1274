import { useState } from 'react'
import { Button, Dialog, Icon, IconButton, Menu, TextField } from '../../kit'
import { setQuery } from '../lib/router'
import { STRETCHES } from './filters'

interface Props {
  since: string
  until: string
}

function said({ since, until }: Props): string {
  const stretch = STRETCHES.find((one) => one.value === since)
  if (stretch) return stretch.label
  if (since !== '' && until !== '') return since === until ? since : `${since} to ${until}`
  return since !== '' ? `from ${since}` : `up to ${until}`
}

/** Days that the reader chooses; either end may be left open. */
function DaysDialog({ since, until, onClose }: Props & { onClose: () => void }) {
  const plain = (text: string) => (/^\d{4}-\d\d-\d\d/.test(text) ? text.slice(0, 10) : '')
  const [from, setFrom] = useState(plain(since))
  const [to, setTo] = useState(plain(until))
  const wrong = from !== '' && to !== '' && to < from
  function apply() {
    if (wrong) return
    setQuery({ since: from, until: to })
    onClose()
  }
  return (
    <Dialog
      open
      title="Which days"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={apply}>
            Show runs
          </Button>
        </>
      }
    >
      <div className="days">
        <TextField label="From" optional type="date" data-first value={from} onChange={(event) => setFrom(event.target.value)} />
        <TextField
          label="To"
          optional
          type="date"
          value={to}
          error={wrong ? 'This day is before the first.' : undefined}
          onChange={(event) => setTo(event.target.value)}
        />
      </div>
    </Dialog>
  )
}

/** When: a stretch up to now, or days. */
export function DateChip(chosen: Props) {
  const [asking, setAsking] = useState(false)
  const on = chosen.since !== '' || chosen.until !== ''
  const items = [
    ...STRETCHES.map((one) => ({
      label: one.label.charAt(0).toUpperCase() + one.label.slice(1),
      checked: chosen.since === one.value,
      onChoose: () => setQuery({ since: one.value, until: null }),
    })),
    { label: 'Days…', checked: on && !STRETCHES.some((one) => one.value === chosen.since), onChoose: () => setAsking(true) },
  ]
  return (
    <span className={on ? 'fchip on' : 'fchip'}>
      <Menu
        label="Filter by time"
        groups={[{ items }]}
        align="start"
        trigger={(props) => (
          <button type="button" {...props} className={on ? 'fbtn on' : 'fbtn'}>
            {!on && <Icon name="add" size="s" />}
            Time
            {on && <b>{said(chosen)}</b>}
          </button>
        )}
      />
      {on && (
        <IconButton icon="close" small label="Clear filter Time" className="fclear" onClick={() => setQuery({ since: null, until: null })} />
      )}
      {asking && <DaysDialog {...chosen} onClose={() => setAsking(false)} />}
    </span>
  )
}
