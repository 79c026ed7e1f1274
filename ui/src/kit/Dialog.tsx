/** Dialogs: the native element, which traps the focus; it goes back to where it was. */
import { useEffect, useId, useRef, type ReactNode } from 'react'
import { IconButton } from './Button'
import { word } from './words'

interface Props {
  open: boolean
  title: ReactNode
  onClose: () => void
  children: ReactNode
  /** Quiet button left, primary right. */
  footer?: ReactNode
  /** For questions that destroy something: `alertdialog`, and no close button in the corner. */
  alert?: boolean
  /** True while something typed would be lost; a click on the scrim then does nothing. */
  dirty?: boolean
  wide?: boolean
  className?: string
}

/** Opens modally. Give `autoFocus` to the first field, or to the safe button of a question. */
export function Dialog({ open, title, onClose, children, footer, alert, dirty, wide, className = '' }: Props) {
  const host = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    const dialog = host.current
    if (!dialog || !open) return
    const before = document.activeElement
    dialog.showModal()
    // A question is read from its top, wherever its safe button stands.
    dialog.querySelector<HTMLElement>('[data-first]')?.focus({ preventScroll: true })
    for (const part of [dialog, ...dialog.querySelectorAll('.dialog-in, .dialog-bd')]) part.scrollTop = 0
    return () => {
      dialog.close()
      // The element has left the page by now, and the browser gives the focus back only from one that is still there.
      const active = document.activeElement
      const lost = active === null || active === document.body || dialog.contains(active)
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [open])
  if (!open) return null
  return (
    <dialog
      ref={host}
      className={['dialog', wide ? 'wide' : '', className].filter(Boolean).join(' ')}
      role={alert ? 'alertdialog' : undefined}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => event.target === host.current && !dirty && !alert && onClose()}
    >
      <div className="dialog-in">
        <header className="dialog-hd">
          <h2 id={id}>{title}</h2>
          {!alert && <IconButton icon="close" label={word('kit.close')} keys="Esc" onClick={onClose} />}
        </header>
        <div className="dialog-bd">{children}</div>
        {footer && <footer className="dialog-ft">{footer}</footer>}
      </div>
    </dialog>
  )
}
