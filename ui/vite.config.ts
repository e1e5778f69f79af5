/** How the staff app is built. Kit takes its own settings here; it must run with ui/ as the working folder. */
import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import { words } from './words-plugin.ts'

export default defineConfig({
  plugins: [
    words(),
    tailwindcss(),
    sveltekit({
      adapter: adapter({ out: 'build' }),
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          // An original mail is shown in a sandboxed srcdoc frame. Such a frame inherits this policy, and mail is styled
          // inline and carries pictures from anywhere; the frame's own policy blocks those until someone asks for them.
          'style-src': ['self', 'unsafe-inline'],
          'img-src': ['self', 'data:', 'blob:', 'https:'],
          'connect-src': ['self'],
          'worker-src': ['self'],
          'manifest-src': ['self'],
          'object-src': ['none'],
          'base-uri': ['none'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
        },
      },
      // The service worker answers every address with the same page.
      paths: { relative: false },
      serviceWorker: { register: false },
      version: { pollInterval: 0 },
    }),
  ],
  build: { target: 'es2022', cssTarget: ['chrome123', 'firefox121', 'safari17.5'] },
})
