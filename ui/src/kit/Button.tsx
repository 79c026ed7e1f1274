/** Buttons and links that look like buttons. One primary per view or dialog. */
import type { AnchorHTMLAttributes, ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { Icon, type IconName } from './Icon'
import { Spinner } from './Skeleton'
import { Tip } from './Tip'
import { word } from './words'

export type Variant = 'default' | 'primary' | 'quiet' | 'danger' | 'danger-solid'

interface Look {
  variant?: Variant
  size?: 'm' | 'sm' | 'big'
  full?: boolean
  icon?: IconName
  /** Icon after the words, such as `open` for a new tab. */
  after?: IconName
}

function look({ variant = 'default', size = 'm', full = false }: Look, extra = ''): string {
  const kinds = { default: '', primary: 'primary', quiet: 'quiet', danger: 'danger', 'danger-solid': 'danger solid' }
  return ['btn', kinds[variant], size === 'm' ? '' : size, full ? 'full' : '', extra].filter(Boolean).join(' ')
}

type ButtonProps = Look &
  Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> & {
    /** The word shown while work is under way ("Saving"); the button keeps its place and refuses clicks. */
    busy?: string | false | undefined
    /** Off, but still focusable so that its reason can be read; say the reason nearby. */
    off?: boolean
    ref?: Ref<HTMLButtonElement>
    children: ReactNode
  }

/** A button. Off and busy buttons stay focusable and swallow their clicks. */
export function Button({ variant, size, full, icon, after, busy, off, className, children, onClick, ...rest }: ButtonProps) {
  const dead = Boolean(busy) || off
  return (
    <button
      type="button"
      {...rest}
      className={look({ variant, size, full }, className)}
      aria-busy={busy ? true : undefined}
      aria-disabled={dead || undefined}
      onClick={(event) => (dead ? event.preventDefault() : onClick?.(event))}
    >
      {busy ? <Spinner /> : icon && <Icon name={icon} />}
      <span>{busy || children}</span>
      {after && !busy && <Icon name={after} size="s" />}
    </button>
  )
}

type LinkProps = Look & AnchorHTMLAttributes<HTMLAnchorElement> & { href: string; children: ReactNode }

/** A link that looks like a button. `after="open"` also opens a new tab, and says so. */
export function LinkButton({ variant, size, full, icon, after, className, children, ...rest }: LinkProps) {
  const outward = after === 'open' ? { target: '_blank', rel: 'noopener noreferrer' } : {}
  return (
    <a {...outward} {...rest} className={look({ variant, size, full }, className)}>
      {icon && <Icon name={icon} />}
      <span>
        {children}
        {after === 'open' && <span className="sr">{word('kit.new-tab')}</span>}
      </span>
      {after && <Icon name={after} size="s" />}
    </a>
  )
}

type IconButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> & {
  icon: IconName
  /** Name for screen readers and the tooltip. */
  label: string
  /** The key that does the same, shown in the tooltip. */
  keys?: string
  small?: boolean
  on?: boolean
  ref?: Ref<HTMLButtonElement>
}

/** A button of one icon. Its label appears as a tooltip after 400 ms and on focus. */
export function IconButton({ icon, label, keys, small, on, className = '', ...rest }: IconButtonProps) {
  const classes = ['ib', small ? 'sm' : '', on ? 'on' : '', className].filter(Boolean).join(' ')
  return (
    <Tip text={label} keys={keys}>
      <button type="button" {...rest} className={classes} aria-label={label}>
        <Icon name={icon} size={small ? 's' : 'm'} />
      </button>
    </Tip>
  )
}
