import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // Each test starts an Electron of its own, and two cores carry one at a time.
  workers: 1,
  timeout: 120_000,
  // A test that fails once in a while is a bug in the app or in the test.
  retries: 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: 'list',
})
