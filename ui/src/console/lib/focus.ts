/** After a refused form: the focus goes to the first field with a message, once it is drawn. */
export function focusFirstWrong(within: string): void {
  window.requestAnimationFrame(() => document.querySelector<HTMLElement>(`${within} [aria-invalid=true]`)?.focus())
}
