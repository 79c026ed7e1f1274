/** The list that a run was opened from, for "previous" and "next" and for the way back. Lives as long as the tab. */
export interface Order {
  ids: string[]
  address: string
}

const NAME = 'linkwright.runs'
const NONE: Order = { ids: [], address: '/console/runs' }

export function keepOrder(order: Order): void {
  try {
    window.sessionStorage.setItem(NAME, JSON.stringify(order))
  } catch {
    return
  }
}

export function keptOrder(): Order {
  try {
    const kept = JSON.parse(window.sessionStorage.getItem(NAME) ?? 'null') as Order | null
    return kept && Array.isArray(kept.ids) && kept.address.startsWith('/console/runs') ? kept : NONE
  } catch {
    return NONE
  }
}
