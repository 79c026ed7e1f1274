/** What a profile switches on, worked out without a screen. */
export interface Choosable {
  id: string
  label: string
  description: string
  tags: string[]
  required_scopes: string[]
  linkwright: { effect: 'read' | 'write' | 'destroy' }
}

export type Effect = Choosable['linkwright']['effect']

export interface Group<A extends Choosable> {
  name: string
  actions: A[]
}

/** All words must occur, in the id, the label, the description or the group; `issue create` finds `linear_create_issue`. */
export function matching<A extends Choosable>(actions: readonly A[], query: string, effect: Effect | 'any'): A[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return actions.filter((action) => {
    if (effect !== 'any' && action.linkwright.effect !== effect) return false
    const text = `${action.id} ${action.label} ${action.description} ${action.tags[0] ?? ''}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** The likeliest first: words in the id before words in the description, and short ids before long ones. */
export function ranked<A extends Choosable>(actions: readonly A[], query: string): A[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  const apart = (action: A) => (words.every((word) => action.id.includes(word)) ? 0 : 1000) + action.id.length
  return matching(actions, query, 'any').sort((a, b) => apart(a) - apart(b))
}

/** By what they act on, in the order of the alphabet. */
export function grouped<A extends Choosable>(actions: readonly A[]): Group<A>[] {
  const groups = new Map<string, A[]>()
  for (const action of actions) {
    const name = action.tags[0] ?? 'other'
    groups.set(name, [...(groups.get(name) ?? []), action])
  }
  return [...groups].map(([name, found]) => ({ name, actions: found })).sort((a, b) => a.name.localeCompare(b.name))
}

/** What saving would change. */
export function difference(before: ReadonlySet<string>, after: ReadonlySet<string>): { on: string[]; off: string[] } {
  return {
    on: [...after].filter((id) => !before.has(id)),
    off: [...before].filter((id) => !after.has(id)),
  }
}

/** Scopes that the chosen actions need, in the order in which they are met. */
export function scopesOf(actions: readonly Choosable[], on: ReadonlySet<string>): string[] {
  return [...new Set(actions.filter((action) => on.has(action.id)).flatMap((action) => action.required_scopes))]
}
