/** Toasts: one at a time at the bottom, 5 s, longer while hovered or focused. Never for errors that need work. */
import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from 'react'
import { Icon, type IconName } from './Icon'
import { word } from './words'

export interface ToastText {
  text: string
  icon?: IconName
  undo?: () => void
}

const SHOWN_MS = 5000
const Context = createContext<(toast: ToastText | string) => void>(() => undefined)

/** A function that shows a toast. */
export function useToast(): (toast: ToastText | string) => void {
  return useContext(Context)
}

/** Puts the live region on the page; everything inside may call `useToast`. */
export function ToastHost({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<ToastText | null>(null)
  const [held, setHeld] = useState(false)
  const host = useRef<HTMLDivElement>(null)
  const show = useCallback((value: ToastText | string) => setToast(typeof value === 'string' ? { text: value, icon: 'check' } : { ...value }), [])
  useEffect(() => {
    if (!toast) return
    host.current?.showPopover?.()
    if (held) return
    const timer = window.setTimeout(() => setToast(null), SHOWN_MS)
    return () => window.clearTimeout(timer)
  }, [toast, held])
  useEffect(() => {
    if (!toast) host.current?.hidePopover?.()
  }, [toast])
  return (
    <Context.Provider value={show}>
      {children}
      <div
        className="toasts"
        role="status"
        popover="manual"
        ref={host}
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocus={() => setHeld(true)}
        onBlur={() => setHeld(false)}
      >
        {toast && (
          <span className="toast">
            {toast.icon && <Icon name={toast.icon} />}
            <span>{toast.text}</span>
            {toast.undo && (
              <button type="button" className="btn sm" onClick={() => { toast.undo?.(); setToast(null) }}>
                {word('kit.undo')}
              </button>
            )}
          </span>
        )}
      </div>
    </Context.Provider>
  )
}
