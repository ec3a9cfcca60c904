import { basename } from 'node:path'
import type { ItemResult } from '../../shared/jobs.ts'
import { WorkerEndedError } from './workerHost.ts'

/**
 * Asks the worker about pictures; when it dies of them, about each alone, so that only the one that brings it
 * down fails. A decoder in native code can crash, or be stopped by the system for want of memory.
 * @throws whatever else `ask` throws.
 */
export async function surviveCrash<Value>(
  paths: readonly string[],
  ask: (paths: readonly string[]) => Promise<readonly ItemResult<Value>[]>,
): Promise<readonly ItemResult<Value>[]> {
  try {
    return await ask(paths)
  } catch (error) {
    if (!(error instanceof WorkerEndedError)) throw error
  }
  const results: ItemResult<Value>[] = []
  for (const path of paths) {
    try {
      results.push(...(await ask([path])))
    } catch (error) {
      if (!(error instanceof WorkerEndedError)) throw error
      results.push({ ok: false, path, reason: sentence(path, error) })
    }
  }
  return results
}

function sentence(path: string, { how }: WorkerEndedError): string {
  const name = basename(path).replaceAll(/\p{Cc}/gu, '\uFFFD')
  return `“${name}” brings down the part of Setwise that reads pictures (${how}): it is damaged, or needs more memory than there is. Replace it with a good or smaller copy.`
}
