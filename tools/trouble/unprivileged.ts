import { existsSync } from 'node:fs'

const SETPRIV = '/usr/bin/setpriv'

/**
 * Words to put before a command so that permissions of files bind it: root may read everything. It stays root,
 * so that it can still read this project wherever that lies. Null where that cannot be had: such a test is skipped.
 */
export const UNPRIVILEGED: readonly string[] | null =
  process.platform === 'win32'
    ? null
    : process.geteuid?.() !== 0
      ? []
      : existsSync(SETPRIV)
        ? [SETPRIV, '--bounding-set', '-dac_override,-dac_read_search']
        : null
