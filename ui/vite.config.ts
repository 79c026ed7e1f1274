/** The screens: Hub, console and the stylesheet and script of the pages that the server renders. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

declare const process: { env: Record<string, string | undefined> }

export default defineConfig({
  plugins: [react()],
  base: '/',
  publicDir: false,
  build: {
    outDir: process.env.LINKWRIGHT_UI_OUT ?? '../src/linkwright/web/dist',
    emptyOutDir: true,
    assetsDir: 'assets',
    manifest: 'manifest.json',
    // Nothing inline: the content security policy allows only files of our own origin.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { hub: 'src/hub/main.tsx', console: 'src/console/main.tsx', pages: 'src/pages/main.ts' },
    },
  },
})
