/** Fits the server's guide into the Hub: one heading of ours on top, outward links in a new tab. */

const STEP_DOWN: Record<string, string> = { H1: 'h3', H2: 'h3', H3: 'h4', H4: 'h4' }

/** The guide's HTML comes from our own server, rendered with raw HTML off; this only adapts it. */
export function fitted(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html')
  const first = page.body.firstElementChild
  if (first?.tagName === 'H1') first.remove()
  for (const heading of page.body.querySelectorAll('h1, h2, h3, h4')) {
    const lower = page.createElement(STEP_DOWN[heading.tagName] ?? 'h4')
    lower.append(...heading.childNodes)
    heading.replaceWith(lower)
  }
  for (const link of page.body.querySelectorAll('a[href]')) {
    link.setAttribute('target', '_blank')
    link.setAttribute('rel', 'noopener noreferrer')
  }
  return page.body.innerHTML
}
