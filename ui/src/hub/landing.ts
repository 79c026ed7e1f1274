/** The sentence above the Hub on a link's own page. */
import { exact } from '../kit'
import { locale } from '../kit/words'

/** Tell the end of the link in the reader's own zone; the server, which does not know it, wrote UTC. */
export function tellEndLocally(): void {
  const time = document.querySelector<HTMLTimeElement>('.asks time')
  const at = new Date(time?.dateTime ?? '')
  if (!time || Number.isNaN(at.getTime())) return
  const language = locale().startsWith('en') ? 'en-GB' : locale()
  time.title = exact(at)
  time.textContent = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(at)
}
