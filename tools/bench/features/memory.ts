/** Memory of this process and of those it started, from Linux' /proc; not told elsewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'

export interface ProcessMemory {
  readonly name: 'main' | 'worker'
  readonly residentMb: number
  readonly peakMb: number
}

export function memoryOfAll(): ProcessMemory[] {
  if (!existsSync('/proc/self/status')) return []
  const children = readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean),
  )
  return [
    { name: 'main', ...read('self') },
    ...children.map((pid) => ({ name: 'worker' as const, ...read(pid) })),
  ]
}

function read(pid: string): Omit<ProcessMemory, 'name'> {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const megabytes = (field: string): number =>
    Math.round(Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024)
  return { residentMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') }
}
