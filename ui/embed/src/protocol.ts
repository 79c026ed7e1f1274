/**
 * What the host page and the Hub's frame say to each other, by `postMessage`. docs/embed.md describes it for people.
 *
 * Every message carries `linkwright: 1`, the version. Fields may be added within a version; the other side leaves out what it
 * does not know. A change that an older side would misread is a new version, and the Hub answers in the version that it was asked in.
 */

export const PROTOCOL = 1

export interface Theme {
  mode?: 'light' | 'dark' | 'auto'
  /** Brand colour as #RRGGBB. It passes the contrast guard, so the colour shown may differ. */
  color?: string
  /** Corners in px, 0 to 12. */
  corner?: number
  /** A font family of the host page's choice that the person's system has. */
  font?: string
  /** Take the host page's own ground instead of our surface. */
  transparent?: boolean
}

export type Language = 'en' | 'de' | 'ja'

/** Words that the host may choose itself. `{app}` and `{tool}` in them are filled in. */
export interface Labels {
  /** Heading of the list of tools. */
  title?: string
  /** The button that connects. */
  connect?: string
  /** The button of the confirmation that leads back. */
  done?: string
  /** The button that goes on to another tool. */
  another?: string
}

export interface Account {
  id: string
  provider: string
}

export interface Failure {
  code: string
  message: string
}

/** From the host: show this session. May be sent again, with a fresh token or with other looks. */
export interface OpenMessage {
  token: string
  accountId?: string
  theme?: Theme | string
  /** A BCP 47 tag; the nearest language that the Hub speaks is taken. */
  language?: string
  labels?: Labels
  /** `dialog` shows a close button; `inline` does not. */
  presentation?: 'dialog' | 'inline'
}

/** From the Hub. */
export type HubMessage =
  | { type: 'ready' }
  | { type: 'height'; height: number }
  | { type: 'success'; account: Account }
  | { type: 'close' }
  | { type: 'error'; error: Failure }
