/** Ids and other text that people carry elsewhere: mono, cut in the middle, one click from the clipboard. */
import { useEffect, useState } from 'react'
import { IconButton } from './Button'
import { word } from './words'

const TOLD_MS = 2000

/** Copy text. Returns false where the browser forbids it. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    area.className = 'sr'
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    return done
  }
}

/** A button that says "Copied" in place for two seconds. */
export function CopyButton({ text, label, small = true, className }: { text: string; label: string; small?: boolean; className?: string }) {
  const [told, setTold] = useState<string | null>(null)
  useEffect(() => {
    if (!told) return
    const timer = window.setTimeout(() => setTold(null), TOLD_MS)
    return () => window.clearTimeout(timer)
  }, [told])
  const copy = async () => setTold(word((await copyText(text)) ? 'kit.copied' : 'kit.not-copied'))
  return (
    <>
      <IconButton
        icon={told === word('kit.copied') ? 'check' : 'copy'}
        label={told ?? label}
        small={small}
        className={className}
        onClick={(event) => {
          event.stopPropagation()
          void copy()
        }}
      />
      <span className="sr" role="status">{told}</span>
    </>
  )
}

/** Keep both ends of a long id, since people compare those. */
export function cut(id: string, most = 22): string {
  return id.length <= most ? id : `${id.slice(0, Math.ceil(most / 2))}…${id.slice(-(Math.floor(most / 2) - 1))}`
}

/** An id with its copy button. Clicking the text selects all of it. */
export function CopyId({ id, most = 22 }: { id: string; most?: number }) {
  return (
    <span className="idc">
      <code className="mono all" title={cut(id, most) === id ? undefined : id}>{cut(id, most)}</code>
      <CopyButton text={id} label={word('kit.copy', { what: id })} />
    </span>
  )
}
