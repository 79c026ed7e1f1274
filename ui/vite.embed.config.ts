/** `embed.js`: one plain script without dependencies that customers load into their own pages. */
import { defineConfig } from 'vite'

declare const process: { env: Record<string, string | undefined> }

export default defineConfig({
  publicDir: false,
  build: {
    outDir: process.env.LINKWRIGHT_UI_OUT ?? '../src/linkwright/web/dist',
    emptyOutDir: false,
    target: 'es2022',
    reportCompressedSize: false,
    lib: { entry: 'embed/src/script.ts', formats: ['iife'], name: 'LinkwrightEmbed', fileName: () => 'embed.js' },
  },
})
