/** What main and the worker that looks for people say to each other. */
import type { People } from './people.ts'

/** Serves the hidden window its page, worker, models and the picture in question; nothing else. */
export const PEOPLE_SCHEME = 'setwise-people'
export const PEOPLE_ORIGIN = `${PEOPLE_SCHEME}://app`

/** Main hands the page's preload one end of a channel under this name; it goes on to the worker. */
export const PEOPLE_PORT = 'people:port'

/** File names in resources/models/people. */
export const PEOPLE_MODELS = {
  faces: 'face_detector_full_sparse.tflite',
  faceLandmarks: 'face_landmark_attention478_fr.task',
  hands: 'hand_landmarker_full.task',
  mask: 'selfie_segmentation.tflite',
  pose: 'pose_landmarker_lite.task',
} as const

export interface ToPeopleWorker {
  readonly type: 'look'
  readonly id: number
  /** Of the picture, under PEOPLE_ORIGIN. */
  readonly url: string
}

export type FromPeopleWorker =
  /** The models are loaded. */
  | { readonly type: 'ready' }
  /** No picture can be looked at here. */
  | { readonly type: 'no-webgl' }
  | { readonly type: 'found'; readonly id: number; readonly people: People }
  /** This picture cannot be looked at; others may. */
  | { readonly type: 'failed'; readonly id: number; readonly reason: string }
  /** The worker itself is broken. */
  | { readonly type: 'broken'; readonly reason: string }
