/** `embed.js`: one plain script without dependencies. It brings `Linkwright.open` and `<linkwright-hub>`. */
import { open, settle } from './core.js'
import { define } from './hub-element.js'
import { PROTOCOL } from './protocol.js'

const script = document.currentScript
settle(script instanceof HTMLScriptElement && script.src ? new URL('.', script.src).href : location.origin)
Object.assign(window, { Linkwright: { open, version: PROTOCOL } })
define()
