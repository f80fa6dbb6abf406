import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { assembleViewer } from './build/assemble.ts';

const VIEWER = path.dirname(fileURLToPath(import.meta.url));
const DIST = path.join(VIEWER, 'dist');

/** After our modules: OHIF's files, the page, ONNX Runtime and the weights beside them. */
const assemble = (): Plugin => {
  let failed = false;
  return {
    name: 'lacuna-assemble',
    buildEnd(error) {
      failed = error !== undefined;
    },
    async closeBundle() {
      if (!failed) await assembleViewer(DIST);
    },
  };
};

/**
 * An application build with kept export names, not Vite's library mode: that one would inline assets as data URLs,
 * which the page's policy forbids for workers and WebAssembly.
 */
export default defineConfig({
  root: VIEWER,
  base: './', // chunks, workers and assets are found relative to the module that asks for them
  publicDir: false,
  logLevel: 'warn',
  plugins: [assemble()],
  esbuild: { jsx: 'automatic', legalComments: 'none' },
  resolve: {
    // ONNX Runtime without a second copy of its WebAssembly glue: both files are served from /lacuna/ort/.
    conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'production'],
    dedupe: ['react', 'react-dom', 'onnxruntime-common'],
  },
  worker: {
    format: 'es',
    rollupOptions: { output: { entryFileNames: '[name]-[hash].js', chunkFileNames: '[name]-[hash].js' } },
  },
  build: {
    outDir: path.join(DIST, 'plugins'),
    emptyOutDir: true,
    assetsDir: '',
    assetsInlineLimit: 0,
    target: 'es2022',
    sourcemap: true,
    modulePreload: false,
    chunkSizeWarningLimit: 2048,
    rollupOptions: {
      preserveEntrySignatures: 'strict',
      input: {
        'boot-guard': path.join(VIEWER, 'boot/boot-guard.ts'),
        extension: path.join(VIEWER, 'boot/extension.ts'),
        'mode-review': path.join(VIEWER, 'boot/mode-review.ts'),
      },
      output: {
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: '[name]-[hash][extname]',
      },
    },
  },
});
