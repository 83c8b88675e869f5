import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // The server's content security policy allows neither inline scripts nor data: in styles.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: { '/v1': { target: 'http://localhost:8181', ws: true } },
  },
  test: { include: ['tests/**/*.test.{ts,tsx}'] },
});
