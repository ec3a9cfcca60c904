import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'tools/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    // Native code (sharp, onnxruntime) and two cores: processes isolate a crash, few of them keep memory low.
    pool: 'forks',
    maxWorkers: 2,
  },
})
