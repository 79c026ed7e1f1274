/** Icons: own drawings on a 16 px grid, 1.5 px stroke, in the colour of the text around them. */
import type { ReactNode } from 'react'

const filled = { fill: 'currentColor', stroke: 'none' }

const DRAWINGS = {
  add: <path d="M8 3v10M3 8h10" />,
  alert: <path d="M8 2.3 14.3 13H1.7ZM8 6.3v3.2M8 11.3v.1" />,
  back: <path d="M13 8H3M7 4 3 8l4 4" />,
  bars: <path d="M2.5 13.5h11M4.5 11V8M8 11V4M11.5 11V6.5" />,
  bell: <path d="M8 2.2a3.8 3.8 0 0 0-3.8 3.8c0 3.4-1.4 4.7-1.4 4.7h10.4s-1.4-1.3-1.4-4.7A3.8 3.8 0 0 0 8 2.2ZM6.7 13.2a1.5 1.5 0 0 0 2.6 0" />,
  bolt: <path d="M8.5 1.8 3.5 9H8l-.5 5.2L12.5 7H8Z" />,
  book: <path d="M2.5 3h4A1.5 1.5 0 0 1 8 4.5V13a1.5 1.5 0 0 0-1.5-1.3h-4ZM13.5 3h-4A1.5 1.5 0 0 0 8 4.5V13a1.5 1.5 0 0 1 1.5-1.3h4Z" />,
  calendar: <><rect x="2.5" y="3.5" width="11" height="10" rx="1.5" /><path d="M2.5 6.5h11M5.5 2v3M10.5 2v3" /></>,
  check: <path d="m3 8.5 3.2 3.2L13 5" />,
  clock: <><circle cx="8" cy="8" r="6" /><path d="M8 4.5V8l2.4 1.5" /></>,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  code: <path d="M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5" />,
  copy: <><rect x="5.5" y="5.5" width="8" height="8" rx="1.5" /><path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" /></>,
  down: <path d="m4 6 4 4 4-4" />,
  download: <path d="M8 2.5v7.5M4.8 7 8 10.2 11.2 7M2.5 13.5h11" />,
  dots: <g {...filled}><circle cx="3.5" cy="8" r="1.3" /><circle cx="8" cy="8" r="1.3" /><circle cx="12.5" cy="8" r="1.3" /></g>,
  edit: <path d="m3 13 .6-2.9 7.2-7.2a1.3 1.3 0 0 1 1.9 0l.4.4a1.3 1.3 0 0 1 0 1.9l-7.2 7.2Z" />,
  error: <><circle cx="8" cy="8" r="6" /><path d="M8 4.8v4M8 11v.1" /></>,
  eye: <><path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z" /><circle cx="8" cy="8" r="2" /></>,
  'eye-off': <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8ZM3 13 13 3" />,
  filter: <path d="M2.5 4h11L9.5 8.7v4l-3-1.5V8.7Z" />,
  flask: <path d="M6 2h4M6.8 2v4.2l-3.6 6.2a1 1 0 0 0 .9 1.6h7.8a1 1 0 0 0 .9-1.6L9.2 6.2V2M5 10h6" />,
  fold: <path d="M9.5 4 5.5 8l4 4M13 3v10" />,
  folder: <path d="M2 4.5A1.5 1.5 0 0 1 3.5 3h2.7l1.5 1.7h4.8A1.5 1.5 0 0 1 14 6.2v5.3A1.5 1.5 0 0 1 12.5 13h-9A1.5 1.5 0 0 1 2 11.5Z" />,
  forward: <path d="M3 8h10M9 4l4 4-4 4" />,
  gear: <><circle cx="8" cy="8" r="2.2" /><path d="M8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M3.6 12.4 5 11M11 5l1.4-1.4" /></>,
  info: <><circle cx="8" cy="8" r="6" /><path d="M8 7.3v3.6M8 5v.1" /></>,
  key: <><circle cx="5.2" cy="10.8" r="2.7" /><path d="M7.2 8.8 13.5 2.5M11.5 4.5l1.8 1.8M9.5 6.5l1.3 1.3" /></>,
  keyboard: <><rect x="1.5" y="4" width="13" height="8" rx="1.5" /><path d="M4 6.5h.1M6.6 6.5h.1M9.2 6.5h.1M11.9 6.5h.1M5.5 9.5h5" /></>,
  link: <path d="m6.5 9.5 3-3M7.2 4.8l1.6-1.6a2.8 2.8 0 0 1 4 4l-1.6 1.6M8.8 11.2l-1.6 1.6a2.8 2.8 0 0 1-4-4l1.6-1.6" />,
  list: <path d="M2.5 4h11M2.5 8h7M2.5 12h9" />,
  lock: <><rect x="3" y="7" width="10" height="6.5" rx="1.5" /><path d="M5 7V5a3 3 0 0 1 6 0v2" /></>,
  menu: <path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11" />,
  minus: <path d="M4 8h8" />,
  moon: <path d="M13 9.6A5.5 5.5 0 0 1 6.4 3a5.5 5.5 0 1 0 6.6 6.6Z" />,
  open: <path d="M9.5 2.5h4v4M13.5 2.5l-6 6M12 9.5V12a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 12V5.5A1.5 1.5 0 0 1 4 4h2.5" />,
  page: <path d="M4 2.5h8v11H4ZM6 5.5h4M6 8h4M6 10.5h2.5" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  people: <><circle cx="6" cy="5.3" r="2.5" /><path d="M1.5 13c.4-2.6 2.2-4 4.5-4s4.1 1.4 4.5 4M10.6 3a2.5 2.5 0 0 1 0 4.6M12 9.4c1.4.6 2.3 1.8 2.5 3.6" /></>,
  pending: <circle cx="8" cy="8" r="5.3" strokeDasharray="2.6 2.2" />,
  play: <path d="M5 3.2v9.6L12.5 8Z" />,
  plug: <path d="M6 2v3M10 2v3M4 5h8v2.5a4 4 0 0 1-8 0ZM8 11.5V14" />,
  question: <><circle cx="8" cy="8" r="6" /><path d="M6.3 6.3A1.8 1.8 0 1 1 8.7 8c-.5.2-.7.5-.7 1M8 11.2v.1" /></>,
  refresh: <path d="M13 8a5 5 0 1 1-1.5-3.6M13.2 2.2v3h-3" />,
  right: <path d="m6 4 4 4-4 4" />,
  search: <><circle cx="7" cy="7" r="4.5" /><path d="M10.5 10.5 14 14" /></>,
  send: <path d="M14 2 7 9M14 2 9.5 14 7 9 2 6.5Z" />,
  shield: <path d="m8 1.8 5 1.8v4c0 3.2-2 5.4-5 6.6-3-1.2-5-3.4-5-6.6v-4Z" />,
  signout: <path d="M6.5 2.5H4A1.5 1.5 0 0 0 2.5 4v8A1.5 1.5 0 0 0 4 13.5h2.5M6.5 8h7M10.5 5l3 3-3 3" />,
  sliders: <><path d="M2.5 5h5M11.5 5h2M2.5 11h2M8.5 11h5" /><circle cx="9.5" cy="5" r="1.8" /><circle cx="6.5" cy="11" r="1.8" /></>,
  sun: <><circle cx="8" cy="8" r="3" /><path d="M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M3.4 12.6l.7-.7M11.9 4.1l.7-.7" /></>,
  trash: <path d="M2.5 4.5h11M6 4.5V3h4v1.5M4 4.5l.6 8.5h6.8l.6-8.5" />,
  up: <path d="m4 10 4-4 4 4" />,
  updown: <path d="m5 6 3-3 3 3M5 10l3 3 3-3" />,
  user: <><circle cx="8" cy="5.3" r="2.6" /><path d="M3 13.5c.5-2.8 2.5-4.2 5-4.2s4.5 1.4 5 4.2" /></>,
  webhook: <><circle cx="4" cy="11" r="2" /><circle cx="8" cy="4" r="2" /><circle cx="12" cy="11" r="2" /><path d="m7 5.7-2 3.5M9 5.7l2 3.5M6 11h4" /></>,
  window: <><rect x="2" y="3" width="12" height="10" rx="1.5" /><path d="M2 6h12" /></>,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof DRAWINGS

/** One icon, hidden from screen readers: it always stands beside a word or in a labelled button. */
export function Icon({ name, size = 'm', className = '' }: { name: IconName; size?: 's' | 'm' | 'l'; className?: string }) {
  const step = size === 'm' ? '' : ` ${size}`
  return (
    <svg className={`i${step} ${className}`.trim()} viewBox="0 0 16 16" aria-hidden="true">
      {DRAWINGS[name]}
    </svg>
  )
}

/** Our mark: a dovetail joint, two pieces that hold without glue. */
export function Mark({ className = '' }: { className?: string }) {
  return (
    <svg className={`mark ${className}`.trim()} viewBox="0 0 24 24" aria-hidden="true">
      <path className="a" d="M5 3h5v6.2l5.5-1.8v9.2L10 14.8V21H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Z" />
      <path className="b" d="M11.4 3H19a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2h-7.6v-4.1l5.6 1.8V5.3l-5.6 1.8Z" />
    </svg>
  )
}
