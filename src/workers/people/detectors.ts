/** MediaPipe's detectors, loaded from the app's own scheme. */
import {
  FaceDetector,
  FaceLandmarker,
  HandLandmarker,
  ImageSegmenter,
  PoseLandmarker,
} from '@mediapipe/tasks-vision'
import ModuleFactory from '@mediapipe/tasks-vision/vision_wasm_module_internal.js'
import wasmUrl from '@mediapipe/tasks-vision/vision_wasm_module_internal.wasm?url'
import { PEOPLE_MODELS, PEOPLE_ORIGIN } from '../../shared/peopleProtocol.ts'

export interface Detectors {
  readonly faces: FaceDetector
  readonly faceLandmarks: FaceLandmarker
  readonly hands: HandLandmarker
  readonly mask: ImageSegmenter
  readonly pose: PoseLandmarker
}

const MOST_HANDS = 8
const MOST_POSES = 4

/**
 * @param canvas with the one WebGL context that all detectors work in. A worker keeps four contexts, and there
 * are five detectors: with one each, the oldest is lost.
 * @throws Error when a model cannot be read.
 */
export async function openDetectors(canvas: OffscreenCanvas): Promise<Detectors> {
  // One after the other: each takes the module's factory off the global scope.
  const faces = await FaceDetector.createFromOptions(files(), common(canvas, PEOPLE_MODELS.faces))
  const faceLandmarks = await FaceLandmarker.createFromOptions(files(), {
    ...common(canvas, PEOPLE_MODELS.faceLandmarks),
    numFaces: 1,
  })
  const hands = await HandLandmarker.createFromOptions(files(), {
    ...common(canvas, PEOPLE_MODELS.hands),
    numHands: MOST_HANDS,
  })
  const mask = await ImageSegmenter.createFromOptions(files(), {
    ...common(canvas, PEOPLE_MODELS.mask),
    outputConfidenceMasks: true,
    outputCategoryMask: false,
  })
  const pose = await PoseLandmarker.createFromOptions(files(), {
    ...common(canvas, PEOPLE_MODELS.pose),
    numPoses: MOST_POSES,
  })
  return { faces, faceLandmarks, hands, mask, pose }
}

/** The loader's code is part of this bundle, so that only the wasm is loaded by its address. */
function files() {
  Object.assign(self, { ModuleFactory })
  return { wasmLoaderPath: '', wasmBinaryPath: wasmUrl }
}

function common(canvas: OffscreenCanvas, model: string) {
  return {
    canvas,
    // On software WebGL, the GPU delegate takes 20 times as long.
    baseOptions: { modelAssetPath: `${PEOPLE_ORIGIN}/models/${model}`, delegate: 'CPU' },
    runningMode: 'IMAGE',
  } as const
}
