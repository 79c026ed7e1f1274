import { Icon, Tag } from '../../kit'
import { Bar } from '../components/Bar'
import { duration } from '../lib/format'
import type { Line, Timeline } from './timeline'
import { stageIcon } from './words'

interface Props {
  timeline: Timeline
  /** Index of the call whose detail shows below. */
  selected: number | null
  onSelect: (step: number) => void
}

const TRACKS = { own: 'bar', upstream: 'bar up', failed: 'bar bad' } as const

function Name({ line, selected, onSelect }: { line: Line; selected: boolean; onSelect: (step: number) => void }) {
  if (line.step === null) {
    return (
      <span className="nm">
        <Icon name={stageIcon(line.name)} size="s" />
        <span className="trunc">{line.name}</span>
      </span>
    )
  }
  const { step } = line
  return (
    <button type="button" className="nm" aria-pressed={selected} onClick={() => onSelect(step)}>
      <Icon name="open" size="s" />
      <span className="trunc">{line.name}</span>
      <Tag code tone={line.kind === 'failed' ? 'bad' : undefined}>
        {line.status ?? 'no answer'}
      </Tag>
    </button>
  )
}

/** Where the time went, as a table: stage, bar, time. Grey is ours, blue the provider's, red failed. */
export function Waterfall({ timeline: { lines, span, ticks }, selected, onSelect }: Props) {
  return (
    <div className="wf">
      <table role="table" aria-labelledby="wfh">
        <thead role="rowgroup">
          <tr role="row" className="axis">
            <th role="columnheader" scope="col">
              Stage
            </th>
            <th role="columnheader" scope="col">
              <span className="sr">When</span>
              <span className="ticks" aria-hidden="true">
                {ticks.map((tick, index) => (
                  <span key={tick} className={`t${index}`}>
                    {Number(tick.toFixed(2))}
                    {index === ticks.length - 1 && ' ms'}
                  </span>
                ))}
              </span>
            </th>
            <th role="columnheader" scope="col" className="num">
              Time
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {lines.map((line, index) => {
            const on = line.step !== null && line.step === selected
            const classes = ['w', line.nested ? 'in' : '', on ? 'sel' : ''].filter(Boolean).join(' ')
            return (
              <tr role="row" key={index} className={classes}>
                <td role="cell">
                  <Name line={line} selected={on} onSelect={onSelect} />
                </td>
                <td role="cell" className="track">
                  <Bar
                    className={TRACKS[line.kind]}
                    from={(100 * line.start) / span}
                    length={(100 * line.length) / span}
                  />
                  <span className="sr">
                    starts at {duration(line.start)}
                    {line.kind === 'failed' ? ', failed' : ''}
                  </span>
                </td>
                <td role="cell" className="ms">
                  {duration(line.length)}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
