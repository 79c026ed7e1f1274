/** Keys of the Hub: `/` goes to the search; Esc goes back, or closes, unless something typed would be lost. */
import { useEffect } from 'react'

/** `leave` is what Esc does on this screen; null where it does nothing. */
export function useKeys(leave: (() => void) | null): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const field = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement
      if (event.key === '/' && !field && !event.ctrlKey && !event.metaKey && !event.altKey) {
        const search = document.querySelector<HTMLInputElement>('.hub input[type=search]')
        if (search) event.preventDefault()
        search?.focus()
      }
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open], .menu, .tip')) return
      const typed = Array.from(document.querySelectorAll<HTMLInputElement>('.hub form input, .hub form textarea')).some((one) => one.value !== '')
      if (!typed) leave?.()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [leave])
}
