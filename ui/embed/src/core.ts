/**
 * Opens the Hub in a customer's own page: in a dialog of its own, or inside an element that the page provides.
 * Speaks to the frame only at the Hub's origin and hears only that frame. The script, the element and the component share this.
 */
import { PROTOCOL, type Account, type Failure, type HubMessage, type Labels, type Theme } from './protocol.js'

export interface Looks {
  theme?: Theme | Theme['mode']
  /** A BCP 47 tag such as `de` or `ja-JP`; without it the person's browser decides. */
  language?: string
  labels?: Labels
}

export interface Options extends Looks {
  /** Token of a connect session, made on the customer's server. */
  token: string
  /** Where Linkwright is served. The plain script knows it by itself: the address that it came from. */
  baseUrl?: string
  /** Open this account for editing or reconnecting. */
  accountId?: string
  /** Element or selector to put the Hub into; without it a dialog is shown. */
  container?: HTMLElement | string
  /** Name of the frame for screen readers. */
  label?: string
  onSuccess?: (account: Account) => void
  onClose?: () => void
  onError?: (error: Failure) => void
}

/** What may change while the Hub is open. */
export type Changes = Partial<Looks & Pick<Options, 'token' | 'accountId'>>

export interface Handle {
  /** Show another session or other looks without starting over. */
  update(changes: Changes): void
  /** Take the Hub away, as if the person had closed it: `onClose` is called. */
  close(): void
  /** Take the Hub away without a word. */
  destroy(): void
}

const READY_MS = 15000
const WORDS: Record<string, [label: string, close: string]> = {
  en: ['Connect your tools', 'Close'],
  de: ['Ihre Tools verbinden', 'Schließen'],
  ja: ['ツールを連携する', '閉じる'],
}
let home = ''

/** The address of Linkwright for calls that name none. */
export function settle(address: string): void {
  home = address
}

/** Styles through the CSSOM: a page's policy may forbid style elements and attributes. */
function dress(node: HTMLElement, rules: string): void {
  node.style.cssText += rules
}

/** The same scheme as inside, else browsers paint an opaque ground behind a see-through Hub. */
function scheme(theme: Options['theme']): string {
  const mode = typeof theme === 'string' ? theme : theme?.mode
  return mode === 'light' || mode === 'dark' ? mode : 'light dark'
}

function frameFor(base: URL, label: string): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.src = new URL(base.pathname.replace(/\/$/, '') + '/embed', base).href
  frame.title = label
  frame.referrerPolicy = 'no-referrer'
  frame.allow = 'clipboard-write'
  dress(frame, 'display:block;width:100%;height:640px;border:0')
  return frame
}

function dialogFor(frame: HTMLIFrameElement, words: [string, string], leave: () => void): HTMLDialogElement {
  const dialog = document.createElement('dialog')
  dialog.setAttribute('aria-label', frame.title)
  dress(
    dialog,
    'width:min(880px,calc(100vw - 24px));height:min(680px,calc(100dvh - 24px));max-width:none;max-height:none;padding:0;border:0;' +
      'border-radius:14px;overflow:hidden;box-shadow:0 20px 60px rgb(0 0 0/.35)',
  )
  dress(frame, 'height:100%')
  // A way out for as long as the frame does not draw its own.
  const out = document.createElement('button')
  out.type = 'button'
  out.textContent = '×'
  out.setAttribute('aria-label', words[1])
  dress(out, 'position:absolute;top:14px;right:14px;width:28px;height:28px;border:0;background:none;color:#837e75;font:22px/1 sans-serif;cursor:pointer')
  out.onclick = leave
  dialog.append(frame, out)
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    leave()
  })
  return dialog
}

/** Open the Hub. Throws TypeError only where the call itself makes no sense. */
export function open(options: Options): Handle {
  if (!options || typeof options.token !== 'string' || !options.token) throw new TypeError('Linkwright.open needs a token, from a connect session that your server makes.')
  const address = options.baseUrl || home
  if (!address) throw new TypeError('Linkwright.open needs baseUrl: the address of your Linkwright.')
  const base = new URL(address, location.href)
  const place = typeof options.container === 'string' ? document.querySelector<HTMLElement>(options.container) : options.container
  if (options.container && !place) throw new TypeError('Linkwright.open: the container was not found.')

  let now = { ...options }
  const words = WORDS[(now.language || navigator.language).slice(0, 2)] || WORDS.en!
  const frame = frameFor(base, now.label || words[0])
  const before = document.activeElement
  const dialog = place ? null : dialogFor(frame, words, () => leave())
  let over = false
  let greeted = false
  let ready = false

  const report = (error: Failure) => {
    if (options.onError) options.onError(error)
    else console.error(`Linkwright: ${error.message}`)
  }
  const destroy = () => {
    if (over) return
    over = true
    clearTimeout(patience)
    removeEventListener('message', hear)
    dialog?.close()
    ;(dialog || frame).remove()
    if (dialog && before instanceof HTMLElement) before.focus()
  }
  const leave = () => {
    if (over) return
    destroy()
    options.onClose?.()
  }
  const greet = () => {
    const { token, theme, accountId, language, labels } = now
    greeted = true
    dress(frame, `color-scheme:${scheme(theme)}`)
    frame.contentWindow?.postMessage({ linkwright: PROTOCOL, type: 'open', token, theme, accountId, language, labels, presentation: dialog ? 'dialog' : 'inline' }, base.origin)
  }
  const hear = (event: MessageEvent) => {
    if (event.source !== frame.contentWindow || event.origin !== base.origin) return
    const message = event.data as (HubMessage & { linkwright: unknown }) | null
    if (!message || message.linkwright !== PROTOCOL) return
    if (message.type === 'ready') {
      ready = true
      const out = dialog?.querySelector('button')
      if (out) {
        out.remove()
        frame.contentWindow!.focus()
      }
    } else if (message.type === 'height') {
      if (!dialog && message.height > 0) frame.style.height = `${Math.max(480, message.height)}px`
    } else if (message.type === 'success') options.onSuccess?.(message.account)
    else if (message.type === 'error') report(message.error)
    else if (message.type === 'close') leave()
  }
  const patience = setTimeout(() => {
    if (!ready) report({ code: 'not_ready', message: `The Hub at ${base.origin} did not answer. Is this page's origin allowed to embed it?` })
  }, READY_MS)

  addEventListener('message', hear)
  frame.addEventListener('load', greet)
  dress(frame, `color-scheme:${scheme(now.theme)}`)
  if (dialog) {
    document.body.append(dialog)
    dialog.showModal()
  } else place!.append(frame)
  return {
    update(changes) {
      now = { ...now, ...changes }
      if (greeted) greet()
    },
    close: leave,
    destroy,
  }
}
