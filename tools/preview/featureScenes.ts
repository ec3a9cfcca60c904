/** Scenes of the features panel and of the features section of the library. */
import type { EncoderSummary, FeaturesStatus } from '../../src/shared/features.ts'
import type { AppState, ReviewSet } from '../../src/shared/ipc.ts'
import { sampleJob, type FakeMainOptions } from '../../src/renderer/testing/fakeMain.ts'
import { emptyLandscapes, nothingKnown, portraitInsights } from './insights.ts'

const DEFAULT: EncoderSummary = {
  encoderId: 'efficientnet-lite0-320',
  version: 1,
  title: 'EfficientNet-Lite0, 320 px',
  licence: 'Apache-2.0',
  dimension: 1280,
  bytes: 13_489_794,
  state: 'in-use',
  reason: null,
  downloadHost: null,
  embedded: 11_203,
}
const CLIP: EncoderSummary = {
  ...DEFAULT,
  encoderId: 'clip-vit-b32',
  title: 'CLIP ViT-B/32',
  licence: 'MIT',
  dimension: 512,
  bytes: 351_000_000,
  state: 'not-downloaded',
  downloadHost: 'huggingface.co',
  embedded: 0,
}
const CLIP_INT8: EncoderSummary = {
  ...CLIP,
  encoderId: 'clip-vit-b32-int8',
  title: 'CLIP ViT-B/32, int8',
  bytes: 88_000_000,
}
const OWN: EncoderSummary = {
  ...CLIP,
  encoderId: 'dino-small',
  title: 'My DINO, small',
  licence: 'CC-BY-NC-4.0',
  dimension: 384,
  bytes: 86_200_000,
  state: 'ready',
  embedded: 19_404,
}
const BROKEN: EncoderSummary = {
  ...OWN,
  encoderId: 'siglip',
  title: 'SigLIP base',
  licence: 'Apache-2.0',
  dimension: 768,
  bytes: 372_000_000,
  state: 'broken',
  reason: 'model.onnx was altered: its SHA-256 is not the one in manifest.json. Add it again.',
  embedded: 0,
}

const STATUS: FeaturesStatus = {
  encoders: [DEFAULT, CLIP_INT8, CLIP],
  provider: 'cpu',
  withoutPeople: null,
}

const WITHOUT_PEOPLE =
  'People are not looked for: there is no WebGL on this computer. Update the driver of its graphics card and start Setwise again.'

export interface FeatureSceneParts {
  /** Sets of three portraits. */
  readonly sets: readonly ReviewSet[]
  /** Sets of four landscapes. */
  readonly landscapes: readonly ReviewSet[]
  readonly app: Partial<AppState>
  readonly lists: FakeMainOptions['api']
}

/** `panel...`: to be looked at with the panel open; `features...`: in the library. */
export function featureScenes({
  sets,
  landscapes,
  app,
  lists,
}: FeatureSceneParts): Readonly<Record<string, FakeMainOptions>> {
  const work = sampleJob('features', 'Learning what is in the pictures', 11_203, 19_404)
  const scene = (
    of: Partial<AppState>,
    api: FakeMainOptions['api'] = {},
    shown = sets,
  ): FakeMainOptions => ({ sets: shown, app: { ...app, features: STATUS, ...of }, api })
  const inLibrary = (of: Partial<AppState>): FakeMainOptions =>
    scene(of, { ...lists, 'library:list-failures': () => [] })
  return {
    panel: scene({}, { 'features:of-set': portraitInsights }),
    'panel nothing known': scene(
      { jobs: [work] },
      { 'features:of-set': (setId) => [1, 2, 3].map((position) => nothingKnown(setId, position)) },
    ),
    'panel without people': scene(
      { features: { ...STATUS, withoutPeople: WITHOUT_PEOPLE } },
      {
        'features:of-set': (setId) =>
          portraitInsights(setId).map((insight) => ({ ...insight, people: null })),
      },
    ),
    'panel without anybody': scene(
      {},
      { 'features:of-set': (setId) => emptyLandscapes(setId, 4) },
      landscapes,
    ),
    'features running': inLibrary({ jobs: [{ ...work, secondsLeft: 870 }] }),
    'features paused': inLibrary({ jobs: [{ ...work, phase: 'paused' }] }),
    'features without people': inLibrary({
      features: {
        encoders: [{ ...DEFAULT, embedded: 19_404 }, CLIP_INT8, CLIP],
        provider: 'coreml',
        withoutPeople: WITHOUT_PEOPLE,
      },
    }),
    'features download': inLibrary({
      jobs: [sampleJob('download', 'Downloading the encoder', 119_000_000, 351_000_000)],
      features: { ...STATUS, encoders: [DEFAULT, CLIP_INT8, { ...CLIP, state: 'downloading' }] },
    }),
    'features failed files': scene(
      { jobs: [work], features: { ...STATUS, encoders: [DEFAULT, CLIP, OWN, BROKEN] } },
      lists,
    ),
  }
}
