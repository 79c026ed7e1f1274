/**
 * Opens the Hub in a customer's own page: in a dialog of its own, or inside an element that the page provides.
 * Speaks to the frame only at our own origin and hears only that frame.
 */

interface Options {
  /** Token of a connect session, made on the customer's server. */
  token: string
  /** Where Linkwright is served; by default the origin that this script came from. */
  baseUrl?: string
  theme?: string | { mode?: string; color?: string; corner?: number; font?: string; transparent?: boolean }
  /** Open this account for editing or reconnecting. */
  accountId?: string
  /** Element or selector to put the Hub into; without it a dialog is shown. */
  container?: HTMLElement | string
  /** Name of the dialog for screen readers. */
  label?: string
  onSuccess?: (account: { id: string; provider: string }) => void
  onClose?: () => void
  onError?: (error: { code: string; message: string }) => void
}

interface Handle {
  close(): void
}

const READY_MS = 15000
const own = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : ''

/** Styles through the CSSOM: a page's policy may forbid style elements and attributes. */
function dress(node: HTMLElement, rules: Partial<CSSStyleDeclaration>): void {
  Object.assign(node.style, rules)
}

function report(options: Options, code: string, message: string): void {
  if (options.onError) options.onError({ code, message })
  else console.error(`Linkwright: ${message}`)
}

function frameFor(base: URL, label: string, mode: string): HTMLIFrameElement {
  const frame = document.createElement('iframe')
  frame.src = new URL(base.pathname.replace(/\/$/, '') + '/embed', base).href
  frame.title = label
  frame.referrerPolicy = 'no-referrer'
  frame.allow = 'clipboard-write'
  // The same scheme as inside, else browsers paint an opaque ground behind a see-through Hub.
  dress(frame, { display: 'block', width: '100%', border: '0', colorScheme: /^(light|dark)$/.test(mode) ? mode : 'light dark' })
  return frame
}

function dialogFor(frame: HTMLIFrameElement, label: string, leave: () => void): HTMLDialogElement {
  const dialog = document.createElement('dialog')
  dialog.setAttribute('aria-label', label)
  dress(dialog, {
    width: 'min(880px, calc(100vw - 24px))',
    height: 'min(680px, calc(100dvh - 24px))',
    maxWidth: 'none',
    maxHeight: 'none',
    padding: '0',
    border: '0',
    borderRadius: '14px',
    overflow: 'hidden',
    boxShadow: '0 20px 60px rgb(0 0 0 / .35)',
  })
  dress(frame, { height: '100%' })
  // A way out for as long as the frame does not draw its own.
  const out = document.createElement('button')
  out.type = 'button'
  out.textContent = '×'
  out.setAttribute('aria-label', 'Close')
  dress(out, { position: 'absolute', top: '14px', right: '14px', width: '28px', height: '28px', border: '0', background: 'none', color: '#837e75', font: '22px/1 sans-serif', cursor: 'pointer' })
  out.onclick = leave
  dialog.append(frame, out)
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault()
    leave()
  })
  return dialog
}

/** Open the Hub. Throws only where the call itself makes no sense. */
function open(options: Options): Handle {
  if (!options || typeof options.token !== 'string' || !options.token) throw new TypeError('Linkwright.open needs a token. Make a connect session on your server.')
  const base = new URL(options.baseUrl || (own ? new URL(own).origin : location.origin), location.href)
  const label = options.label || 'Connect your tools'
  const place = typeof options.container === 'string' ? document.querySelector<HTMLElement>(options.container) : options.container
  if (options.container && !place) throw new TypeError('Linkwright.open: the container was not found.')

  const mode = typeof options.theme === 'string' ? options.theme : (options.theme && options.theme.mode) || 'auto'
  const frame = frameFor(base, label, mode)
  const before = document.activeElement
  const dialog = place ? null : dialogFor(frame, label, () => close())
  let over = false
  let ready = false

  const close = () => {
    if (over) return
    over = true
    window.clearTimeout(patience)
    window.removeEventListener('message', hear)
    dialog?.close()
    ;(dialog || frame).remove()
    if (before instanceof HTMLElement) before.focus()
    options.onClose?.()
  }
  const greet = () => {
    const { token, theme, accountId } = options
    frame.contentWindow?.postMessage({ linkwright: 1, type: 'open', token, theme, accountId, presentation: dialog ? 'dialog' : 'inline' }, base.origin)
  }
  const hear = (event: MessageEvent) => {
    if (event.source !== frame.contentWindow || event.origin !== base.origin) return
    const message = event.data
    if (!message || message.linkwright !== 1) return
    if (message.type === 'ready') {
      ready = true
      if (dialog) {
        dialog.querySelector('button')?.remove()
        frame.contentWindow?.focus()
      }
    } else if (message.type === 'height' && !dialog && message.height > 0) {
      frame.style.height = `${Math.max(480, message.height)}px`
    } else if (message.type === 'success') options.onSuccess?.(message.account)
    else if (message.type === 'error') report(options, message.error.code, message.error.message)
    else if (message.type === 'close') close()
  }
  const patience = window.setTimeout(() => {
    if (!ready) report(options, 'not_ready', `The Hub at ${base.origin} did not answer. Is this page's origin allowed to embed it?`)
  }, READY_MS)

  window.addEventListener('message', hear)
  frame.addEventListener('load', greet)
  if (dialog) {
    document.body.append(dialog)
    dialog.showModal()
  } else {
    dress(frame, { height: '640px' })
    place!.append(frame)
  }
  return { close }
}

Object.assign(window, { Linkwright: { open, version: 1 } })
