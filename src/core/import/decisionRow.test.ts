import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseDecisionRow } from './decisionRow.ts'
import { FIRST, SECOND } from './historyFiles.fixture.ts'

const ROW = {
  group_id: 'mojo1_group_1',
  timestamp: '2025-10-05T01:43:47Z',
  project_id: 'mojo1',
  directory: '/Users/x/mojo1',
  batch_number: 3,
  images: JSON.stringify([FIRST, SECOND]),
  ai_selected_index: 0,
  ai_crop_coords: '[0.05, 0, 0.95, 0.9]',
  ai_confidence: 0.8,
  user_selected_index: 1,
  user_action: 'approve',
  ai_crop_accepted: 0,
  final_crop_coords: null,
  crop_timestamp: null,
  image_width: 832,
  image_height: 1216,
  selection_match: 0,
  crop_match: 0,
}

function parse(change: Record<string, unknown>) {
  return parseDecisionRow({ ...ROW, ...change }, 7).parsed
}

test('approved: the picture was kept whole', () => {
  const { line, text, parsed } = parseDecisionRow(ROW, 7)
  expect(line).toBe(7)
  expect(JSON.parse(text)).toMatchObject({ group_id: 'mojo1_group_1', ai_confidence: '0.8' })
  expect(parsed).toEqual({
    ok: true,
    decision: {
      images: [
        { project: 'mojo1', fileName: FIRST, widthPx: null, heightPx: null },
        { project: 'mojo1', fileName: SECOND, widthPx: 832, heightPx: 1216 },
      ],
      chosen: 1,
      crop: { kind: 'whole' },
      session: null,
      atMs: Date.UTC(2025, 9, 5, 1, 43, 47),
    },
    notes: [],
  })
})

const AI_BOX = { kind: 'fractions', left: 0.05, top: 0, right: 0.95, bottom: 0.9 }
const OWN_BOX = { kind: 'fractions', left: 0.1, top: 0, right: 0.9, bottom: 0.8 }
test.each([
  [{ ai_crop_accepted: 1 }, AI_BOX],
  [{ ai_crop_accepted: 1, final_crop_coords: '[0.1, 0, 0.9, 0.8]' }, OWN_BOX],
  [{ ai_crop_accepted: 1, ai_crop_coords: null }, { kind: 'somewhere' }],
  [{ user_action: 'crop', final_crop_coords: '[0.1,0,0.9,0.8]' }, OWN_BOX],
  [
    { user_action: ' Crop', final_crop_coords: '{"x1": 0.1, "y1": 0, "x2": 0.9, "y2": 0.8}' },
    OWN_BOX,
  ],
  [{ user_action: 'crop', final_crop_coords: '0.1, 0, 0.9, 0.8' }, OWN_BOX],
  [{ user_action: 'crop' }, { kind: 'somewhere' }],
  [{ user_action: 'crop', final_crop_coords: '[0,0,1,1]' }, { kind: 'somewhere' }],
  [{ user_action: 'crop', final_crop_coords: '[]' }, { kind: 'somewhere' }],
  [{ final_crop_coords: '[0,0,1,1]' }, { kind: 'whole' }],
])('%j', (change, crop) => {
  expect(parse(change)).toMatchObject({ ok: true, decision: { chosen: 1, crop }, notes: [] })
})

test('SQLite may give big integers', () => {
  expect(parse({ ai_crop_accepted: 1n, user_selected_index: 0n })).toMatchObject({
    decision: { chosen: 0, crop: AI_BOX },
  })
})

test('rejected: all of them, without a crop, whatever index is written', () => {
  for (const index of [null, 1]) {
    const parsed = parse({
      user_action: 'reject',
      user_selected_index: index,
      final_crop_coords: '[0.1,0,0.9,0.8]',
    })
    expect(parsed).toMatchObject({ ok: true, decision: { chosen: null, crop: null } })
  }
})

test('a crop that cannot be is told and costs nothing but its place', () => {
  const box = '[0.9, 0.2, 0.1, 0.8]'
  expect(parse({ user_action: 'crop', final_crop_coords: box })).toMatchObject({
    decision: { chosen: 1, crop: { kind: 'somewhere' } },
    notes: [
      { reason: 'the crop has no area', detail: 'x1 is 0.9, y1 is 0.2, x2 is 0.1, y2 is 0.8' },
    ],
  })
  expect(parse({ final_crop_coords: box })).toMatchObject({
    decision: { chosen: 1, crop: null },
    notes: [{ reason: 'the crop has no area' }],
  })
  expect(parse({ final_crop_coords: '[0.1, 0.2]' })).toMatchObject({
    notes: [{ reason: 'a value of the crop is not a number' }],
  })
})

test.each([
  [{ images: null }, 'no list of file names in images'],
  [{ images: "['a.png', 'b" }, 'no list of file names in images'],
  [{ images: '[]', user_selected_index: 0 }, 'user_selected_index is beyond the images'],
  [{ images: '[]', user_action: 'reject' }, 'the row names no image'],
  [{ user_action: null }, 'the row says nothing of what the user did'],
  [{ user_action: 'maybe' }, 'user_action is neither approve, crop nor reject'],
  [{ user_selected_index: null }, 'no number in user_selected_index'],
  [{ user_selected_index: -1 }, 'no number in user_selected_index'],
  [{ user_selected_index: 0.5 }, 'no number in user_selected_index'],
  [{ user_selected_index: 2 }, 'user_selected_index is beyond the images'],
  [{ images: '["/x/mojo1/a.png", "/x/mojo2/b.png"]' }, 'the images lie in two projects'],
  [{ images: '["a.png", "notes"]' }, 'no file name in images'],
])('%j is quarantined: %s', (change, reason) => {
  expect(parse(change)).toMatchObject({ ok: false, reason })
})

test('any values give a decision or a reason', () => {
  const anyValue = fc.oneof(
    fc.constantFrom(
      null,
      undefined,
      true,
      1n,
      new Uint8Array(3),
      '[0,0,1]',
      '{',
      'approve',
      'crop',
    ),
    fc.double(),
    fc.string(),
    fc.json(),
  )
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(ROW)), anyValue), (change) => {
      const { parsed, text } = parseDecisionRow({ ...ROW, ...change }, 1)
      expect(text.startsWith('{')).toBe(true)
      if (!parsed.ok) expect(parsed.reason).not.toBe('')
    }),
  )
})
