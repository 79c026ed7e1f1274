import { useEffect, useState } from 'react'
import { recall, remember } from './storage'

export type Theme = 'system' | 'light' | 'dark'

export const THEMES: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

export function storedTheme(): Theme {
  const said = recall('theme')
  return said === 'light' || said === 'dark' ? said : 'system'
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(storedTheme)
  useEffect(() => {
    applyTheme(theme)
    remember('theme', theme === 'system' ? null : theme)
  }, [theme])
  return [theme, setTheme]
}
