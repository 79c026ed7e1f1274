import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

export default defineConfig({
  // Vue is told that <linkwright-hub> is an element of the browser and none of its own components.
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'linkwright-hub' } } })],
  // Only because @linkwright/hub is a folder beside this one, which would bring a React of its own.
  resolve: { dedupe: ['react'] },
  build: { rolldownOptions: { input: { react: 'react/index.html', vue: 'vue/index.html' } } },
})
