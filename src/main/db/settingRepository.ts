/** The few settings of a library, by name. */
import type { Database } from './openDatabase.ts'

export type SettingName = 'model-in-use' | 'encoder'

export function createSettingRepository(database: Database) {
  const read = database
    .prepare<[SettingName], string>('SELECT value FROM setting WHERE name = ?')
    .pluck()
  const write = database.prepare<[SettingName, string]>(
    `INSERT INTO setting (name, value) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  )
  return {
    /** Null when it was never set. */
    get: (name: SettingName): string | null => read.get(name) ?? null,
    put: (name: SettingName, value: string): void => void write.run(name, value),
  }
}

export type SettingRepository = ReturnType<typeof createSettingRepository>
