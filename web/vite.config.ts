import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Where the site server listens while the pages are being developed.
const server = process.env.GREENGATE_URL ?? 'http://127.0.0.1:8080';

const chunks: { name: string; test: RegExp }[] = [
  { name: 'echarts', test: /node_modules[\\/](echarts|zrender|tslib)[\\/]/ },
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|@tanstack)[\\/]/ },
];

export default defineConfig({
  plugins: [react()],
  server: {
    port: 5173,
    proxy: {
      '/api': { target: server },
      '/photos': { target: server },
    },
  },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 1300,
    rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
  },
});
