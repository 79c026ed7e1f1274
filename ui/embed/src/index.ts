/** `@linkwright/hub`: open the Hub from any page. The component is in `/react`, the custom element in `/element`. */
export { open, type Changes, type Handle, type Looks, type Options } from './core.js'
export type { Account, Failure, Labels, Language, Theme } from './protocol.js'
