import { type KeyboardEvent, useRef, useState } from 'react'
import { CopyButton, Icon } from '../../kit'
import { bytes, plural } from '../lib/format'
import { isOpen, parsed, type TreeRow, treeRows } from '../lib/tree'
import { Code } from './Code'

const STRING_MOST = 300
const LEVELS = 8

function Leaf({ value }: { value: unknown }) {
  const [whole, setWhole] = useState(false)
  if (value === null || value === undefined) return <span className="tk-c">null</span>
  if (typeof value === 'number' || typeof value === 'boolean') return <span className="tk-n">{String(value)}</span>
  const text = String(value)
  if (/^[[<(]?(redacted|hidden)[\])>]?$/i.test(text)) return <span className="tk-c">hidden</span>
  if (text.length <= STRING_MOST || whole) return <span className="tk-s">&quot;{text}&quot;</span>
  return (
    <span className="tk-s">
      &quot;{text.slice(0, STRING_MOST)}…{' '}
      <button type="button" className="textlink" tabIndex={-1} onClick={() => setWhole(true)}>
        Show {bytes(text.length)}
      </button>
    </span>
  )
}

function size(row: TreeRow): string {
  return row.kind === 'list' ? plural(row.children ?? 0, 'item') : plural(row.children ?? 0, 'field')
}

interface Props {
  value: unknown
  /** Names the tree: "Variables". */
  label: string
}

/** A JSON value to walk with the arrows: right unfolds, left folds, up and down move. */
export function JsonTree({ value: given, label }: Props) {
  const value = parsed(given)
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set())
  const [at, setAt] = useState(0)
  const host = useRef<HTMLDivElement>(null)

  if (typeof value === 'string') return <Code text={value} copyLabel={`Copy ${label.toLowerCase()}`} wrap />
  const rows = treeRows(value, flipped)
  const current = Math.min(at, rows.length - 1)

  function flip(row: TreeRow) {
    const next = new Set(flipped)
    if (!next.delete(row.path)) next.add(row.path)
    setFlipped(next)
  }

  function moveTo(index: number) {
    const to = Math.max(0, Math.min(rows.length - 1, index))
    setAt(to)
    host.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[to]?.focus()
  }

  function parentOf(index: number): number {
    const depth = rows[index]?.depth ?? 0
    for (let up = index - 1; up >= 0; up -= 1) if ((rows[up]?.depth ?? 0) < depth) return up
    return index
  }

  function onKey(event: KeyboardEvent) {
    const row = rows[current]
    if (row === undefined) return
    const open = isOpen(row, flipped)
    const moves: Record<string, () => void> = {
      ArrowDown: () => moveTo(current + 1),
      ArrowUp: () => moveTo(current - 1),
      Home: () => moveTo(0),
      End: () => moveTo(rows.length - 1),
      ArrowRight: () => (row.children && !open ? flip(row) : moveTo(current + 1)),
      ArrowLeft: () => (open ? flip(row) : moveTo(parentOf(current))),
      Enter: () => row.children && flip(row),
    }
    const act = moves[event.key]
    if (act === undefined) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }

  return (
    <div className="codeb treebox">
      <span className="cp">
        <CopyButton text={JSON.stringify(value, null, 2)} label={`Copy ${label.toLowerCase()} as JSON`} />
      </span>
      <div className="tree" role="tree" aria-label={label} ref={host} onKeyDown={onKey}>
        {rows.map((row, index) => {
          const open = isOpen(row, flipped)
          const folds = (row.children ?? 0) > 0
          return (
            <div
              key={row.path}
              role="treeitem"
              aria-level={row.depth + 1}
              aria-expanded={folds ? open : undefined}
              tabIndex={index === current ? 0 : -1}
              className={`tr lv${Math.min(row.depth, LEVELS)}`}
              onFocus={() => setAt(index)}
              onClick={() => folds && flip(row)}
            >
              <span className="tw">{folds && <Icon name={open ? 'down' : 'right'} size="s" />}</span>
              {row.name !== '' && <span className="tk-k">{row.name}</span>}{' '}
              {row.children === null ? <Leaf value={row.value} /> : !open && <span className="tk-c">{size(row)}</span>}
            </div>
          )
        })}
      </div>
    </div>
  )
}
