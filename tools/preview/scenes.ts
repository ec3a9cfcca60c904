/** Made-up states of the app, to look at every screen without Electron. */
import type { AppState, LibrarySummary, ReviewSet } from '../../src/shared/ipc.ts'
import type { CandidateReport, Receipt } from '../../src/shared/ranking.ts'
import { featureScenes } from './featureScenes.ts'
import { historyScenes } from './historyScenes.ts'
import {
  sampleJob,
  SAMPLE_MODEL,
  type FakeMainOptions,
} from '../../src/renderer/testing/fakeMain.ts'
import {
  imageId,
  modelId,
  reviewSet,
  type SampleSet,
} from '../../src/renderer/testing/sampleSets.ts'

type Sizes = SampleSet['sizes']

const PORTRAIT = [1664, 2432] as const
const LANDSCAPE = [2432, 1664] as const
const SQUARE = [2048, 2048] as const

/** Sixty sets, the first as given, the second and others alike so that walking works. */
function library(first: Omit<SampleSet, 'id'>, count = 60): ReviewSet[] {
  return Array.from({ length: count }, (_, index) => reviewSet({ ...first, id: index + 1 }))
}

const alike = (size: readonly [number, number], count: number): Sizes =>
  Array.from({ length: count }, () => size)

const LEARNED: AppState['model'] = {
  modelId: modelId('20261122T184501-linear-all'),
  candidate: 'linear-all',
  learned: true,
  why: 'Linear, everything: trained on 412 decided sets.',
  decidedSets: 412,
  decidedSetsNeeded: 30,
}

const LIBRARY: LibrarySummary = {
  folder: '/Users/x/Pictures/renders',
  name: 'renders',
  images: 19404,
  sets: 6468,
  singles: 412,
  failed: 7,
  projects: ['eleni_raw', 'mojo2', 'mojo3', 'tattersail-0918'],
}

const estimate = (share: number | null, low: number, high: number, n: number) =>
  share === null ? { share, low: null, high: null, n: 0 } : { share, low, high, n }

const report = (
  name: CandidateReport['name'],
  [agreement, low, high]: readonly [number, number, number],
  rare: readonly [number, number, number],
  calibrationError: number | null,
): CandidateReport => ({
  name,
  agreement,
  low,
  high,
  n: 412,
  notHighestStage: estimate(rare[0], rare[1], rare[2], 61),
  logLoss: 0.41,
  calibrationError,
  eligible: true,
  reason: '',
})

const RECEIPT: Receipt = {
  decisions: 412,
  candidates: [
    report('highest-stage', [0.852, 0.816, 0.886], [0, 0, 0], null),
    report('sharpest', [0.614, 0.566, 0.66], [0.311, 0.2, 0.43], 0.112),
    report('linear-small', [0.876, 0.842, 0.907], [0.41, 0.29, 0.53], 0.031),
    report('linear-all', [0.921, 0.893, 0.946], [0.656, 0.53, 0.77], 0.018),
    report('mlp-all', [0.917, 0.888, 0.942], [0.639, 0.51, 0.75], 0.026),
  ],
  chosen: 'linear-all',
  promoted: true,
  reason:
    'Promoted: it agrees with you on 92.1 % of held-out sets, 6.9 points more than the highest stage, and is better where you did not choose the highest stage.',
  comparisons: [
    {
      against: 'in use before (linear, small features)',
      difference: 0.045,
      low: 0.012,
      high: 0.079,
      n: 412,
    },
    { against: 'highest-stage', difference: 0.069, low: 0.041, high: 0.097, n: 412 },
    { against: 'sharpest', difference: 0.307, low: 0.257, high: 0.356, n: 412 },
  ],
  inUse: estimate(0.874, 0.81, 0.93, 103),
  seconds: 4.1,
  seed: 1,
}

const TOO_FEW: Receipt = {
  ...RECEIPT,
  decisions: 18,
  candidates: RECEIPT.candidates.map((candidate, index) => ({
    ...candidate,
    ...(index < 2
      ? { n: 18, low: 0.44, high: 0.89, agreement: 0.667, calibrationError: null }
      : {
          n: 0,
          agreement: null,
          low: null,
          high: null,
          calibrationError: null,
          eligible: false,
          reason: 'Needs 30 decided sets; there are 18.',
        }),
    notHighestStage: estimate(null, 0, 0, 0),
  })),
  chosen: 'highest-stage',
  promoted: false,
  reason: 'Nothing was learned yet: 18 of 30 decided sets. The rule "highest stage" stays in use.',
  comparisons: [
    { against: 'sharpest', difference: 0.056, low: -0.111, high: 0.222, n: 18 },
    { against: 'highest-stage', difference: null, low: null, high: null, n: 18 },
  ],
  inUse: estimate(null, 0, 0, 0),
}

const learned = (sets: readonly ReviewSet[], app: Partial<AppState> = {}): FakeMainOptions => ({
  sets,
  app: { model: LEARNED, library: LIBRARY, latestReceipt: RECEIPT, ...app },
})

const RULE_APP: Partial<AppState> = { library: LIBRARY, model: SAMPLE_MODEL }

const SURE = {
  sizes: [[832, 1216], PORTRAIT, PORTRAIT],
  probabilities: [0.04, 0.91, 0.05],
} as const

const LISTS: FakeMainOptions['api'] = {
  'library:list-projects': () => [
    { name: 'eleni_raw', images: 3480, sets: 1121, decided: 1121, singles: 117 },
    { name: 'mojo2', images: 8420, sets: 2810, decided: 2810, singles: 0 },
    { name: 'mojo3', images: 5204, sets: 1737, decided: 1204, singles: 203 },
    { name: 'tattersail-0918', images: 2300, sets: 800, decided: 0, singles: 92 },
  ],
  'library:list-singles': () =>
    Array.from({ length: 412 }, (_, index) => ({
      imageId: imageId(10_000 + index),
      project: index < 203 ? 'mojo3' : 'eleni_raw',
      relativePath: `mojo3/20250708_0605${index}_stage1_generated.png`,
    })),
  'library:list-failures': () => [
    {
      path: 'mojo3/20250708_060558_stage2_upscaled.png',
      reason: 'The file is cut off after 12,288 bytes. Copy it again from where it came from.',
    },
    { path: 'eleni_raw/empty.png', reason: 'The file is empty.' },
    {
      path: 'eleni_raw/notes "final" 🙂.jpg',
      reason: 'The file is named .jpg but holds a PDF document.',
    },
    { path: 'mojo2/locked.png', reason: 'The file cannot be read: permission denied.' },
  ],
}

/** What main answers in each scene. */
export const SCENES: Readonly<Record<string, FakeMainOptions>> = {
  welcome: { sets: [], app: { library: null } },
  'three portraits': learned(library(SURE)),
  'two landscapes': learned(
    library({
      sizes: alike(LANDSCAPE, 2),
      probabilities: [0.48, 0.52],
      project: 'tattersail-0918',
    }),
  ),
  'two portraits by rule': { sets: library({ sizes: alike(PORTRAIT, 2) }), app: RULE_APP },
  'three landscapes': learned(
    library({ sizes: alike(LANDSCAPE, 3), probabilities: [0.1, 0.18, 0.72] }),
  ),
  'four portraits': learned(
    library({ sizes: alike(PORTRAIT, 4), probabilities: [0.01, 0.05, 0.9, 0.04] }),
  ),
  'nine squares': learned(
    library({
      sizes: alike(SQUARE, 9),
      probabilities: [0.05, 0.06, 0.09, 0.42, 0.1, 0.08, 0.1, 0.06, 0.04],
      hasStages: false,
    }),
  ),
  'five mixed': learned(
    library({
      sizes: [LANDSCAPE, PORTRAIT, LANDSCAPE, PORTRAIT, SQUARE],
      probabilities: [0.05, 0.06, 0.64, 0.15, 0.1],
      hasStages: false,
    }),
  ),
  'one failed': learned(
    library({
      sizes: alike(PORTRAIT, 3),
      probabilities: [0.08, 0, 0.92],
      failures: {
        2: '20250708_060102_stage1.5_face_swapped.png is cut off after 12,288 bytes. Copy it again from where it came from.',
      },
    }),
  ),
  'jobs and warnings': {
    sets: library({ ...SURE, probabilities: null }),
    app: {
      ...RULE_APP,
      jobs: [sampleJob('features', 'Looking at pictures', 1203, 19404)],
      warnings: [
        'The model file 20261122T184501-linear-all.onnx was altered. The rule "highest stage" is used until you retrain.',
      ],
    },
  },
  'few sets': learned(library(SURE, 2)),
  'no sets': { sets: [], app: RULE_APP },
  scanning: {
    sets: [],
    app: { ...RULE_APP, jobs: [sampleJob('scan', 'Looking for pictures', 4210, 0)] },
  },
  library: { ...learned(library(SURE)), api: LISTS },
  receipt: learned(library(SURE)),
  'receipt too few': {
    sets: library({ sizes: alike(PORTRAIT, 3) }),
    app: { ...RULE_APP, latestReceipt: TOO_FEW },
  },
  ...featureScenes({
    sets: library({ ...SURE, sizes: alike([832, 1216], 3) }),
    landscapes: library({ sizes: alike(LANDSCAPE, 4), probabilities: [0.1, 0.08, 0.1, 0.72] }),
    app: { model: LEARNED, library: LIBRARY, latestReceipt: RECEIPT },
    lists: LISTS,
  }),
  ...historyScenes({
    sets: library(SURE),
    app: { model: LEARNED, library: LIBRARY, latestReceipt: RECEIPT },
    lists: LISTS,
  }),
  training: learned(library(SURE), {
    jobs: [sampleJob('train', 'Trying linear, everything', 3, 5)],
  }),
}
