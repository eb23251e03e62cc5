import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { catalogue } from './plugins/catalogue.ts';
import { icons } from './plugins/icons.ts';
import { precache } from './plugins/precache.ts';

const pages = [
  'login',
  'board',
  'projects',
  'imports',
  'reports',
  'figures',
  'offers',
  'leads',
  'integrations',
  'docs',
  'phone',
  'customer',
];
const WORKER = 'phone-worker';

export default defineConfig({
  base: '/static/dist/',
  plugins: [
    svelte(),
    catalogue('../translations'),
    icons(),
    precache('phone', `${WORKER}.js`),
  ],
  build: {
    outDir: '../static/dist',
    emptyOutDir: true,
    manifest: 'manifest.json',
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    // Fonts and pictures stay files, so that the content policy needs no `data:`.
    assetsInlineLimit: 0,
    // The only large one is the API documentation's, loaded on its page alone.
    chunkSizeWarningLimit: 1600,
    rolldownOptions: {
      input: {
        ...Object.fromEntries(pages.map((page) => [page, `src/${page}/main.ts`])),
        [WORKER]: 'src/phone/worker/main.ts',
      },
      output: {
        // A service worker keeps its address: the browser looks there for a newer one.
        entryFileNames: ({ name }) =>
          name === WORKER ? '[name].js' : 'assets/[name]-[hash].js',
      },
    },
  },
  server: {
    proxy: {
      '/mobile': 'http://127.0.0.1:8000',
      '/api': 'http://127.0.0.1:8000',
      '/openapi.json': 'http://127.0.0.1:8000',
    },
  },
  resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts', 'plugins/**/*.test.ts'] },
});
