import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

// Everything the page loads is a file of its own: the content security policy allows no inline script or style.
export default defineConfig({
  root: path('../renderer'),
  base: './',
  cacheDir: path('../.cache/vite'),
  plugins: [react()],
  build: {
    outDir: path('../dist/renderer'),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2_000,
  },
});
