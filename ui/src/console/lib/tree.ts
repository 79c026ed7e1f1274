/** A JSON value as the rows of a tree, in the order on screen. */
export interface TreeRow {
  path: string
  name: string
  depth: number
  value: unknown
  /** Members of an object or items of a list; null for a leaf. */
  children: number | null
  kind: 'object' | 'list' | 'leaf'
}

const OPEN_DEPTH = 3
const OPEN_MOST = 25

export function isOpenAtFirst(row: TreeRow): boolean {
  return row.children !== null && row.depth < OPEN_DEPTH && row.children <= OPEN_MOST
}

function members(value: unknown): [string, unknown][] | null {
  if (Array.isArray(value)) return value.map((item, index): [string, unknown] => [String(index), item])
  if (typeof value === 'object' && value !== null) return Object.entries(value)
  return null
}

function rowOf(name: string, path: string, depth: number, value: unknown): TreeRow {
  const inside = members(value)
  const kind = inside === null ? 'leaf' : Array.isArray(value) ? 'list' : 'object'
  return { path, name, depth, value, children: inside === null ? null : inside.length, kind }
}

/** Rows that show, given which are folded (true) or unfolded (false) against what they would be at first. */
export function treeRows(value: unknown, flipped: ReadonlySet<string>): TreeRow[] {
  const rows: TreeRow[] = []
  const walk = (inside: [string, unknown][], base: string, depth: number) => {
    for (const [name, child] of inside) {
      const row = rowOf(name, `${base}/${name}`, depth, child)
      rows.push(row)
      const next = members(child)
      if (next !== null && isOpen(row, flipped)) walk(next, row.path, depth + 1)
    }
  }
  const top = members(value)
  if (top === null) rows.push(rowOf('', '/', 0, value))
  else walk(top, '', 0)
  return rows
}

export function isOpen(row: TreeRow, flipped: ReadonlySet<string>): boolean {
  return row.children !== null && row.children > 0 && isOpenAtFirst(row) !== flipped.has(row.path)
}

/** JSON text becomes its value; other text stays text. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const text = value.trim()
  if (!text.startsWith('{') && !text.startsWith('[')) return value
  try {
    return JSON.parse(text) as unknown
  } catch {
    // An excerpt is cut in the middle more often than not: shown as the text that it is.
    return value
  }
}

export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}
