/** Scenes of the history tab, with figures as the first user's. */
import type {
  Expectations,
  ImportReport,
  LedgerRow,
  ReasonCount,
} from '../../src/shared/history.ts'
import type { AppState, ReviewSet } from '../../src/shared/ipc.ts'
import { sampleJob, type FakeMainOptions } from '../../src/renderer/testing/fakeMain.ts'
import { sampleFile, sampleImport, sampleRows } from '../../src/renderer/testing/sampleHistory.ts'

const REASONS: readonly ReasonCount[] = [
  {
    outcome: 'duplicate',
    reason: 'an earlier row says the same',
    count: 518,
  },
  {
    outcome: 'waiting',
    reason: 'the picture is not in the library',
    count: 7193,
  },
  { outcome: 'waiting', reason: 'none of the pictures is in the library', count: 1204 },
  {
    outcome: 'quarantined',
    reason: 'the images lie in two projects',
    count: 41,
  },
  { outcome: 'quarantined', reason: 'the crop lies outside the picture', count: 37 },
  {
    outcome: 'quarantined',
    reason: 'the row has another number of cells than its header',
    count: 12,
  },
  { outcome: 'quarantined', reason: 'no list of paths in neg_paths', count: 4 },
]

const LARGE = sampleImport(
  3,
  [
    sampleFile('/Users/x/logs/selection_only_log.csv', 'selections', [20_001, 0, 1204, 45]),
    sampleFile('/Users/x/logs/select_crop_log.csv', 'selections-and-crops', [5437, 0, 7193, 49]),
    sampleFile('/Users/x/logs/crop_training_data.csv', 'crops', [7194, 0, 0, 0]),
    sampleFile('/Users/x/logs/anomaly_cases.csv', 'anomalies', [0, 518, 0, 0]),
    sampleFile('/Users/x/logs/mojo1_crop_log.csv', 'crops-without-place', [1811, 0, 0, 0]),
    sampleFile(
      '/Users/x/logs/invoices 2025.csv',
      null,
      [0, 0, 0, 0],
      'Not a history file: columns seen date, customer, amount.',
    ),
  ],
  REASONS,
)
const DATABASE = sampleImport(2, [
  sampleFile('/Users/x/logs/tattersail-0918.db', 'decision-database', [2610, 0, 0, 0]),
])
const UNDONE: ImportReport = { ...LARGE, undone: true }

const EXPECTATIONS: Expectations = {
  projects: [
    ['mojo1', 5412, 0.981, 0.99],
    ['mojo2', 4120, 0.979, 0.86],
    ['mojo3', 3887, 0.968, 0.64],
    ['tattersail-0918', 2610, 0.961, 0.48],
    ['dalia_final', 1633, 0.988, 0.71],
    ['eleni_raw', 1121, null, 0],
    ['jane_beach', 894, 0.972, 0.33],
    ['kiara_average', 612, 0.99, null],
  ].map(([project, decisions, highestStageShare, cropRate]) => ({
    project: String(project),
    decisions: Number(decisions),
    highestStageShare: highestStageShare === null ? null : Number(highestStageShare),
    cropRate: cropRate === null ? null : Number(cropRate),
  })),
  keptAreaDeciles: [0.33, 0.39, 0.45, 0.49, 0.54, 0.58, 0.63, 0.7, 0.83],
  constantBox: [0.116, 0, 0.874, 0.755],
  trainable: 14_051,
  missing: [
    '7,193 crops wait for their images: add a folder.',
    '1,204 choices wait for all of their images: add the folders of mojo1 and dalia_final.',
  ],
}

/** Rows as they stand in such files; among them one that a spreadsheet would take for a formula. */
function textOf(row: Omit<LedgerRow, 'text' | 'detail'>) {
  const second = String(row.line % 60).padStart(2, '0')
  const name = `20250708_0605${second}`
  if (row.reason === 'the crop lies outside the picture') {
    return {
      path: '/Users/x/logs/select_crop_log.csv',
      detail: `x2 is 1.${second}`,
      text: `=20251004_213737,group_${row.line},mojo1,2,1,/Users/x/mojo1/${name}_stage2_upscaled.png,0.12,0.0,1.${second},0.91,2025-10-05T01:43:47Z,/Users/x/mojo1/${name}_stage1_generated.png,1,832,1216,/Users/x/mojo1/${name}_stage2_upscaled.png,2,1664,2432`,
    }
  }
  return {
    detail: row.outcome === 'imported' ? null : `mojo1/${name}_stage2_upscaled.png`,
    text: `20251004_213737,group_${row.line},/Users/x/mojo1/${name}_stage2_upscaled.png,"[""/Users/x/mojo1/${name}_stage1_generated.png""]",2025-10-05T01:43:47Z`,
  }
}

export interface HistorySceneParts {
  readonly sets: readonly ReviewSet[]
  readonly app: Partial<AppState>
  readonly lists: FakeMainOptions['api']
}

/** All to be looked at in the history tab. */
export function historyScenes({
  sets,
  app,
  lists,
}: HistorySceneParts): Readonly<Record<string, FakeMainOptions>> {
  const scene = (
    imports: readonly ImportReport[],
    of: Partial<AppState> = {},
  ): FakeMainOptions => ({
    sets,
    app: { ...app, ...of },
    api: {
      ...lists,
      'history:list': () => imports,
      'history:rows': (query) => sampleRows(imports, query, textOf),
      'history:expectations': () => EXPECTATIONS,
    },
  })
  const job = {
    ...sampleJob('import', 'Reading select_crop_log.csv', 21_804, 0),
    fraction: 0.52,
  }
  return {
    'history empty': scene([]),
    'history importing': scene([DATABASE], { jobs: [{ ...job, secondsLeft: 2 }] }),
    'history first importing': scene([], { jobs: [{ ...job, secondsLeft: 2 }] }),
    history: scene([LARGE, DATABASE]),
    'history undone': scene([UNDONE, DATABASE]),
  }
}
