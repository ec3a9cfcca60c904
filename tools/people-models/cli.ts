// Builds the model files for people where they are missing: `npm run build` calls it.
import { join } from 'node:path'
import { ensurePeopleModels } from './build.ts'

const wasBuilt = ensurePeopleModels(join(import.meta.dirname, '../..'))
console.log(wasBuilt ? 'built the models for people' : 'the models for people are current')
