/** What server-rendered pages may do with a script, and work without: copying a guide as Markdown. */
import '../kit/kit.css'
import '../hub/hub.css'
import './pages.css'
import './consent.css'
import './approve.css'

const TOLD_MS = 2000

/** Copy the Markdown twin of this page; where that fails, follow the link to it. */
async function copy(button: HTMLButtonElement): Promise<void> {
  const source = button.dataset.copy!
  const word = button.querySelector('span')!
  const before = word.textContent
  try {
    const answer = await fetch(source)
    if (!answer.ok) throw new Error(String(answer.status))
    await navigator.clipboard.writeText(await answer.text())
    word.textContent = 'Copied'
    window.setTimeout(() => (word.textContent = before), TOLD_MS)
  } catch {
    window.location.assign(source)
  }
}

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', () => void copy(button))
}

const links = Array.from(document.querySelectorAll<HTMLAnchorElement>('.toc a[href^="#"]'))
const sections = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))))

/** Mark the section being read in the contents. */
function mark(): void {
  const at = sections.findLastIndex((section) => section !== null && section.getBoundingClientRect().top < 120)
  links.forEach((link, index) => (index === Math.max(0, at) ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current')))
}

if (links.length > 0) {
  document.addEventListener('scroll', mark, { passive: true })
  mark()
}
