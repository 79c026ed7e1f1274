/** Small preferences of this browser. Private windows may refuse storage; the page then forgets, nothing more. */
export function recall(name: string): string | null {
  try {
    return window.localStorage.getItem(`linkwright.${name}`)
  } catch {
    return null
  }
}

export function remember(name: string, value: string | null): void {
  try {
    if (value === null) window.localStorage.removeItem(`linkwright.${name}`)
    else window.localStorage.setItem(`linkwright.${name}`, value)
  } catch {
    return
  }
}
