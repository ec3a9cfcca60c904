import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

// Three processes plus the workers: each an entry of ten lines, so that what runs where is visible here.
export default defineConfig({
  main: {
    build: {
      rollupOptions: {
        input: {
          'main/index': resolve('src/main/index.ts'),
          'main/cli': resolve('src/main/cli.ts'),
          'workers/vision.worker': resolve('src/workers/vision.worker.ts'),
          'workers/training.worker': resolve('src/workers/training.worker.ts'),
        },
        output: {
          dir: 'out',
          entryFileNames: '[name].js',
          chunkFileNames: 'main/chunks/[name].js',
        },
      },
      emptyOutDir: false,
    },
  },
  preload: {
    build: {
      rollupOptions: {
        input: { index: resolve('src/preload/index.ts'), people: resolve('src/preload/people.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  // Smaller is sooner: the page is read and compiled at each start.
  renderer: {
    plugins: [react()],
    build: {
      minify: true,
      rollupOptions: {
        input: {
          index: resolve('src/renderer/index.html'),
          people: resolve('src/renderer/people.html'),
        },
      },
    },
    // The worker that looks for people: a module, because MediaPipe's loader is one.
    worker: { format: 'es' },
  },
})
