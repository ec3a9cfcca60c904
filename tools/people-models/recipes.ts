/** The five model files that Setwise looks for people with, each from files of MediaPipe's older npm packages. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { joinIrises } from './faceMesh478.ts'
import { attachMetadata, CENTRED, UNIT, type Normalisation } from './metadata.ts'
import { readPackedAssets } from './packedAssets.ts'
import { storedZip } from './storedZip.ts'

/**
 * @param mediapipeFolder node_modules/@mediapipe
 * @returns bytes by file name; the same packages give the same bytes
 * @throws Error when a package is missing or holds something else than expected
 */
export function buildModels(mediapipeFolder: string): ReadonlyMap<string, Buffer> {
  const packageFile = (path: string): Buffer => readFileSync(join(mediapipeFolder, path))
  const packed = (name: string): ((file: string) => Buffer) => {
    const files = readPackedAssets(join(mediapipeFolder, name), `${name}_solution_packed_assets`)
    return (file) => {
      const content = files.get(file)
      if (content === undefined) throw new Error(`The package ${name} holds no ${file}`)
      return content
    }
  }
  const withCard = (name: string, model: Buffer, normalisation: Normalisation): Buffer =>
    attachMetadata(model, { name, ...normalisation })

  const hands = packed('hands')
  const pose = packed('pose')
  const faceMesh = packed('face_mesh')
  const faceDetector = withCard(
    'face_detection_full_range_sparse',
    packageFile('face_detection/face_detection_full_range_sparse.tflite'),
    CENTRED,
  )
  const faceLandmarks = withCard(
    'face_landmark_attention478',
    joinIrises(faceMesh('face_landmark_with_attention.tflite')),
    UNIT,
  )
  const geometry = 'geometry_pipeline_metadata_landmarks.binarypb'
  return new Map([
    [
      'hand_landmarker_full.task',
      storedZip([
        [
          'hand_detector.tflite',
          withCard('palm_detection_full', hands('palm_detection_full.tflite'), UNIT),
        ],
        [
          'hand_landmarks_detector.tflite',
          withCard('hand_landmark_full', packageFile('hands/hand_landmark_full.tflite'), UNIT),
        ],
      ]),
    ],
    ['face_detector_full_sparse.tflite', faceDetector],
    [
      'face_landmark_attention478_fr.task',
      storedZip([
        ['face_detector.tflite', faceDetector],
        ['face_landmarks_detector.tflite', faceLandmarks],
        [geometry, faceMesh(geometry)],
      ]),
    ],
    [
      'selfie_segmentation.tflite',
      attachMetadata(packageFile('selfie_segmentation/selfie_segmentation.tflite'), {
        name: 'selfie_segmentation',
        ...UNIT,
        isSegmenter: true,
      }),
    ],
    [
      'pose_landmarker_lite.task',
      storedZip([
        [
          'pose_detector.tflite',
          withCard('pose_detection', pose('pose_detection.tflite'), CENTRED),
        ],
        [
          'pose_landmarks_detector.tflite',
          withCard('pose_landmark_lite', packageFile('pose/pose_landmark_lite.tflite'), UNIT),
        ],
      ]),
    ],
  ])
}
