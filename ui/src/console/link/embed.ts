/** The script that customers load into their pages; the console uses the same. */
export interface Opened {
  close?: () => void
}

interface OpenOptions {
  token: string
  container: HTMLElement
  onSuccess: (account?: unknown) => void
  onClose: () => void
  onError: (error: { code: string; message: string }) => void
  theme: string
}

interface EmbedScript {
  open: (options: OpenOptions) => Opened | undefined
}

declare global {
  interface Window {
    Linkwright?: EmbedScript
  }
}

const ADDRESS = '/embed.js'

export async function loadEmbed(): Promise<EmbedScript> {
  if (window.Linkwright !== undefined) return window.Linkwright
  await new Promise<void>((resolve, reject) => {
    const script = document.createElement('script')
    script.src = ADDRESS
    script.onload = () => resolve()
    script.onerror = () => {
      script.remove()
      reject(new TypeError(`${ADDRESS} could not be loaded`))
    }
    document.head.append(script)
  })
  if (window.Linkwright === undefined) throw new Error(`${ADDRESS} came without Linkwright in it`)
  return window.Linkwright
}
