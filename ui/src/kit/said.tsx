/** Sentences of the server mark names and commands with backticks; on screens these are code. */
import type { ReactNode } from 'react'

export function said(text: string): ReactNode {
  const parts = text.split(/`([^`\n]+)`/)
  if (parts.length === 1) return text
  return parts.map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))
}
