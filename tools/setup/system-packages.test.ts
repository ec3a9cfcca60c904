import { expect, test } from 'vitest'
import { missingAmong } from './system-packages.ts'

test('missingAmong: removed packages are missing, the 64-bit-time names of newer releases are not', () => {
  const listing =
    'libnss3 installed\nxvfb config-files\nlibasound2t64 installed\nlibgtk-3-0 not-installed\n'
  expect(missingAmong(['libnss3', 'xvfb', 'libasound2', 'libgtk-3-0', 'g++'], listing)).toEqual([
    'xvfb',
    'libgtk-3-0',
    'g++',
  ])
})
