import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '../../kit'
import { csv, niceTop, spread } from './scale'

export interface Series {
  name: string
  /** How it is drawn; each looks different without colour, too. */
  look: 'calls' | 'errors' | 'line' | 'dash'
  values: (number | null)[]
}

interface Props {
  title: string
  /** The chart in a sentence. */
  says: string
  /** Names of the places along the bottom: short ones for the axis, long ones for the table. */
  labels: { short: string; long: string; tick: boolean }[]
  series: Series[]
  format: (value: number) => string
  /** Bars stand on each other, and the last of them within the first. */
  kind: 'bars' | 'lines'
}

const HEIGHT = 150
const LEFT = 52
const BOTTOM = 20
const TOP = 8

function useWidth(): [React.RefObject<HTMLDivElement | null>, number] {
  const host = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(600)
  useEffect(() => {
    const node = host.current
    if (!node) return
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.max(200, Math.floor(entry.contentRect.width))))
    watch.observe(node)
    return () => watch.disconnect()
  }, [])
  return [host, width]
}

interface Frame {
  x: (at: number) => number
  y: (value: number) => number
  band: number
}

function Bars({ series, frame }: { series: Series[]; frame: Frame }) {
  const wide = Math.max(1.5, frame.band - Math.min(3, frame.band * 0.25))
  return series.map((one) =>
    one.values.map((value, at) =>
      value ? (
        <rect
          key={`${one.name} ${at}`}
          className={one.look}
          x={frame.x(at) - wide / 2}
          y={Math.min(frame.y(value), HEIGHT - BOTTOM - 1)}
          width={wide}
          height={Math.max(1, HEIGHT - BOTTOM - frame.y(value))}
        />
      ) : null,
    ),
  )
}

/** A line breaks where nothing ran; a lone point shows as a dot. */
function Lines({ series, frame }: { series: Series[]; frame: Frame }) {
  return series.map((one) => {
    let path = ''
    let pen = false
    for (const [at, value] of one.values.entries()) {
      if (value !== null) path += `${pen ? 'L' : 'M'}${frame.x(at).toFixed(1)} ${frame.y(value).toFixed(1)}`
      pen = value !== null
    }
    return (
      <g key={one.name}>
        <path className={one.look} d={path} />
        {one.values.map((value, at) => {
          const lone = value !== null && (one.values[at - 1] ?? null) === null && (one.values[at + 1] ?? null) === null
          return lone && <circle key={at} className={`dot ${one.look}`} cx={frame.x(at)} cy={frame.y(value)} r={2.5} />
        })}
      </g>
    )
  })
}

function Drawing({ says, labels, series, format, kind, width }: Props & { width: number }) {
  const top = niceTop(Math.max(0, ...series.flatMap((one) => one.values.map((value) => value ?? 0))))
  const band = (width - LEFT - 4) / Math.max(1, labels.length)
  const frame: Frame = {
    band,
    x: (at) => LEFT + band * (at + 0.5),
    y: (value) => TOP + (HEIGHT - BOTTOM - TOP) * (1 - value / top),
  }
  const places = labels.flatMap((label, at) => (label.tick ? [at] : []))
  const ticks = spread(places.length, Math.max(2, Math.floor((width - LEFT) / 74))).map((at) => places[at] ?? 0)
  return (
    <svg width={width} height={HEIGHT} role="img" aria-label={says} className="chart">
      {[0, 0.5, 1].map((part) => (
        <g key={part}>
          <line className="grid" x1={LEFT} x2={width} y1={frame.y(top * part)} y2={frame.y(top * part)} />
          <text className="tick" x={LEFT - 6} y={frame.y(top * part) + 4} textAnchor="end">
            {format(top * part)}
          </text>
        </g>
      ))}
      {ticks.map((at) => (
        <text key={at} className="tick" x={Math.min(frame.x(at), width - 20)} y={HEIGHT - 4} textAnchor="middle">
          {labels[at]?.short}
        </text>
      ))}
      {kind === 'bars' ? <Bars series={series} frame={frame} /> : <Lines series={series} frame={frame} />}
      {labels.map((label, at) => (
        <rect key={at} className="hit" x={LEFT + band * at} y={TOP} width={band} height={HEIGHT - BOTTOM - TOP}>
          <title>{`${label.long}: ${series.map((one) => `${one.name} ${one.values[at] === null || one.values[at] === undefined ? 'none' : format(one.values[at])}`).join(', ')}`}</title>
        </rect>
      ))}
    </svg>
  )
}

function Figures({ title, labels, series, format }: Props) {
  return (
    <div className="figures" tabIndex={0} role="region" aria-label={`${title}, as a table`}>
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            {series.map((one) => (
              <th key={one.name} scope="col" className="num">
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((label, at) => (
            <tr key={label.long}>
              <th scope="row">{label.long}</th>
              {series.map((one) => (
                <td key={one.name} className="num">
                  {one.values[at] === null || one.values[at] === undefined ? 'none' : format(one.values[at])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Legend({ series, children }: { series: Series[]; children?: ReactNode }) {
  return (
    <span className="legend">
      {series.map((one) => (
        <span key={one.name}>
          <svg width="16" height="10" className="chart" aria-hidden="true">
            {one.look === 'line' || one.look === 'dash' ? (
              <path className={one.look} d="M0 5H16" />
            ) : (
              <rect className={one.look} width="12" height="10" x="2" />
            )}
          </svg>
          {one.name}
        </span>
      ))}
      {children}
    </span>
  )
}

export function saveText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

/** A chart with its figures behind a button, as a table and as a file. */
export function Chart(props: Props) {
  const [table, setTable] = useState(false)
  const [host, width] = useWidth()
  const rows = [['when', ...props.series.map((one) => one.name)], ...props.labels.map((label, at) => [label.long, ...props.series.map((one) => one.values[at] ?? null)])]
  return (
    <section className="card" aria-label={props.title}>
      <div className="hd">
        <h2 className="h3">{props.title}</h2>
        <Legend series={props.series} />
        <span className="row tight end">
          <Button size="sm" variant="quiet" aria-pressed={table} onClick={() => setTable(!table)}>
            {table ? 'Chart' : 'Table'}
          </Button>
          <Button size="sm" variant="quiet" icon="download" onClick={() => saveText(`${props.title.toLowerCase()}.csv`, csv(rows))}>
            CSV
          </Button>
        </span>
      </div>
      <div className="bd">
        <div ref={host}>{table ? <Figures {...props} /> : <Drawing {...props} width={width} />}</div>
      </div>
    </section>
  )
}
