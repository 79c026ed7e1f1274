/** The modules of `@linkwright/hub`. Beside them stand the types (tsc), the plain script (vite.embed.config.ts) and the package's own file. */
import { defineConfig } from 'vite'

export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    minify: false,
    reportCompressedSize: false,
    lib: { entry: { index: 'src/index.ts', react: 'src/react.ts', element: 'src/element.ts' }, formats: ['es'] },
    rolldownOptions: { external: ['react'], output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' } },
  },
})
