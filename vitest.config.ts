import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{db,platform,channels,backoffice,hub,test,ui,bench}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'ui/build/**', 'ui/.svelte-kit/**'],
    globalSetup: ['test/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    env: { NODE_ENV: 'test', LOG_LEVEL: 'silent' },
  },
})
