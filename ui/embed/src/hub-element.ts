/** `<linkwright-hub>`: the Hub as an element, for plain pages, Vue, Svelte, Angular and whatever comes. */
import { open, type Changes, type Handle } from './core.js'

const WATCHED = ['token', 'base-url', 'account-id', 'theme', 'language', 'labels', 'presentation', 'label']
// Servers that render pages know no elements; importing this there must not fail.
const Base = typeof HTMLElement === 'undefined' ? (class {} as typeof HTMLElement) : HTMLElement

/** "base-url" becomes "baseUrl". */
function property(name: string): string {
  return name.replace(/-./g, (part) => part[1]!.toUpperCase())
}

/** An attribute that holds a word, or an object as JSON. */
function parsed(text: string): unknown {
  if (text[0] !== '{') return text
  try {
    return JSON.parse(text)
  } catch {
    console.error(`Linkwright: this is no JSON: ${text}`)
    return undefined
  }
}

/**
 * Attributes and properties: `token`, `base-url`, `account-id`, `theme` and `labels` (JSON in attributes), `language`, `presentation`
 * (`dialog`, else in place), `label`. Events: `success` (detail: the account), `close`, `error` (detail: code and message).
 * It opens as soon as it is on the page and has a token.
 */
export class LinkwrightHubElement extends Base {
  static observedAttributes = WATCHED
  #given: Record<string, unknown> = {}
  #handle: Handle | null = null
  #opened = ''
  #due = false

  connectedCallback(): void {
    if (!this.style.display) this.style.display = 'block'
    // Set before the element was known: such properties hide the ones below.
    for (const name of WATCHED.map(property)) {
      if (!Object.hasOwn(this, name)) continue
      const value = Reflect.get(this, name)
      Reflect.deleteProperty(this, name)
      Reflect.set(this, name, value)
    }
    this.#later()
  }

  disconnectedCallback(): void {
    this.#later()
  }

  attributeChangedCallback(name: string, _: string | null, value: string | null): void {
    this.take(name, value === null ? undefined : parsed(value))
  }

  /** Take a value under its attribute's name. */
  take(name: string, value: unknown): void {
    this.#given[name] = value === null ? undefined : value
    this.#later()
  }

  /** The value under its attribute's name. */
  at(name: string): unknown {
    return this.#given[name]
  }

  /** Several changes at once make one; an element that only moves within the page stays one element. */
  #later(): void {
    if (this.#due) return
    this.#due = true
    queueMicrotask(() => {
      this.#due = false
      this.#settle()
    })
  }

  #settle(): void {
    const { token, theme, language, labels } = this.#given
    const kind = JSON.stringify([this.#given['base-url'], this.#given.presentation, this.#given.label])
    if (this.#handle && (!this.isConnected || !token || kind !== this.#opened)) {
      this.#handle.destroy()
      this.#handle = null
    }
    if (!this.isConnected || !token) return
    const changes = { token, theme, language, labels, accountId: this.#given['account-id'] } as Changes & { token: string }
    if (this.#handle) return this.#handle.update(changes)
    const tell = (type: string, detail?: unknown) => this.dispatchEvent(new CustomEvent(type, { detail }))
    this.#opened = kind
    this.#handle = open({
      ...changes,
      baseUrl: this.#given['base-url'] as string,
      label: this.#given.label as string,
      container: this.#given.presentation === 'dialog' ? undefined : this,
      onSuccess: (account) => tell('success', account),
      onError: (error) => tell('error', error),
      onClose: () => {
        this.#handle = null
        tell('close')
      },
    })
  }
}

for (const name of WATCHED) {
  Object.defineProperty(LinkwrightHubElement.prototype, property(name), {
    get(this: LinkwrightHubElement) {
      return this.at(name)
    },
    set(this: LinkwrightHubElement, value: unknown) {
      this.take(name, value)
    },
  })
}

/** Register the element. Does nothing where it is registered already, or where there are no elements. */
export function define(): void {
  if (typeof customElements !== 'undefined' && !customElements.get('linkwright-hub')) customElements.define('linkwright-hub', LinkwrightHubElement)
}
