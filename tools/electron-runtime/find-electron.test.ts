import { describe, expect, test, vi } from 'vitest'
import { launchOptions, type FoundElectron } from './find-electron.ts'

const FALLBACK: FoundElectron = {
  executablePath: '/cache/electron',
  kind: 'fallback',
  sqliteBinding: '/cache/better_sqlite3.node',
  extraArgs: ['--no-sandbox'],
}

describe('launchOptions', () => {
  test('switches come first, then the project, then what the app reads', () => {
    const { executablePath, args } = launchOptions(FALLBACK, '/project', ['/pictures'])
    expect(executablePath).toBe('/cache/electron')
    expect(args).toEqual(['--no-sandbox', '/project', '/pictures'])
  })

  test('the app learns of the compiled SQLite with the fallback only', () => {
    expect(launchOptions(FALLBACK, '/project').env['SETWISE_SQLITE_BINDING']).toBe(
      '/cache/better_sqlite3.node',
    )
    const official: FoundElectron = { ...FALLBACK, kind: 'official', sqliteBinding: null }
    expect(launchOptions(official, '/project').env).not.toHaveProperty('SETWISE_SQLITE_BINDING')
  })

  test('the environment is inherited and added to, without what would turn Electron into Node', () => {
    vi.stubEnv('ELECTRON_RUN_AS_NODE', '1')
    vi.stubEnv('SETWISE_INHERITED', 'yes')
    const { env } = launchOptions(FALLBACK, '/project', [], { SETWISE_ADDED: 'too' })
    vi.unstubAllEnvs()
    expect(env).toMatchObject({ SETWISE_INHERITED: 'yes', SETWISE_ADDED: 'too' })
    expect(env).not.toHaveProperty('ELECTRON_RUN_AS_NODE')
  })
})
