import { expect, test } from 'vitest'
import { sampleFile, sampleImport } from '../testing/sampleHistory.ts'
import { importSentence, retrySentence, sumOf } from './history.ts'

const told = (...counts: Parameters<typeof sampleFile>[2]): string =>
  importSentence(sampleImport(1, [sampleFile('/x/a.csv', 'crops', counts)]))

test('an import in one sentence names what is not nothing', () => {
  expect(told(21_244, 5, 7193, 5487)).toBe(
    'Imported 21,244 of 33,929 rows: 5 duplicate, 7,193 waiting, 5,487 quarantined.',
  )
  expect(told(1, 0, 0, 0)).toBe('Imported 1 of 1 row.')
  expect(told(0, 20, 0, 0)).toBe('Nothing new in 20 rows: 20 duplicate.')
  expect(told(0, 0, 0, 0)).toBe('No rows were found.')
})

test('rows that were looked at again are told by what is new and what is left', () => {
  const left = sumOf([sampleFile('/x/a.csv', 'crops', [9, 0, 7193, 94])])
  expect(retrySentence(1204, left)).toBe(
    '1,204 more rows are used now: 7,193 waiting, 94 quarantined.',
  )
  expect(retrySentence(0, left)).toBe('Looked again, nothing new: 7,193 waiting, 94 quarantined.')
})
