/** The log: lines on stderr. Standard output belongs to the command line's answers. */
export interface Log {
  readonly info: (text: string) => void
  readonly warn: (text: string) => void
  readonly error: (text: string) => void
}

/** @param write gets whole lines, for example `process.stderr.write`. */
export function createLog(write: (line: string) => void): Log {
  return {
    info: (text) => write(`${text}\n`),
    warn: (text) => write(`warning: ${text}\n`),
    error: (text) => write(`error: ${text}\n`),
  }
}
