/** Registers `<linkwright-hub>`. */
import type { Options } from './core.js'
import { define, LinkwrightHubElement } from './hub-element.js'

define()

/** The element as pages see it. */
export interface LinkwrightHub extends LinkwrightHubElement, Pick<Options, 'baseUrl' | 'accountId' | 'theme' | 'language' | 'labels' | 'label'> {
  token: string | undefined
  presentation: 'dialog' | undefined
}

declare global {
  interface HTMLElementTagNameMap {
    'linkwright-hub': LinkwrightHub
  }
}

export type { Account, Failure, Labels, Language, Theme } from './protocol.js'
