import { useId } from 'react'
import type { Way } from './wanted'

const WAYS: readonly { value: Way; name: string; about: string }[] = [
  { value: 'link', name: 'Send a link', about: 'The customer opens it and does the rest.' },
  { value: 'now', name: 'Connect now', about: 'You have the key at hand. The Hub opens here.' },
  { value: 'embed', name: 'Embed in your app', about: 'A snippet for your page and for your server.' },
]

interface Props {
  value: Way
  fixed: boolean
  onChange: (way: Way) => void
}

export function WayChoice({ value, fixed, onChange }: Props) {
  const name = useId()
  return (
    <fieldset className="wayset">
      <legend className="lab">How should they link it?</legend>
      <div className="ways">
        {WAYS.map((way) => (
          <label key={way.value} className={way.value === value ? 'way on' : 'way'}>
            <input
              type="radio"
              className="sr"
              name={name}
              value={way.value}
              checked={way.value === value}
              disabled={fixed && way.value !== value}
              onChange={() => onChange(way.value)}
            />
            <span className="row">
              <span className={way.value === value ? 'radio on' : 'radio'} />
              <b>{way.name}</b>
            </span>
            <span>{way.about}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
