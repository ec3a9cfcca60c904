/** All migrations, oldest first. A new one gets the next multiple of ten and never changes an older file. */
import { migration0010 } from './0010-first-loop.ts'
import { migration0020 } from './0020-features.ts'
import { migration0030 } from './0030-history.ts'
import type { Migration } from './migration.ts'

export const MIGRATIONS: readonly Migration[] = [migration0010, migration0020, migration0030]
