// Milliseconds per image of ONNX encoders in onnxruntime-node, one image at a time on one thread:
//   node tools/models/time-encoders.ts A.onnx:224 B.onnx:320
import { InferenceSession, Tensor } from 'onnxruntime-node'

const warmUps = 10
const runs = 60

for (const argument of process.argv.slice(2)) {
  const [file, side] = argument.split(':')
  const sizePx = Number(side)
  if (file === undefined || !Number.isInteger(sizePx)) {
    throw new Error(`${argument} is not FILE:SIZE, for example model.onnx:224`)
  }
  const session = await InferenceSession.create(file, { intraOpNumThreads: 1 })
  const pixels = new Float32Array(3 * sizePx * sizePx).map((_, index) => Math.sin(index / 100))
  const image = new Tensor('float32', pixels, [1, 3, sizePx, sizePx])
  const times: number[] = []
  for (let run = 0; run < warmUps + runs; run += 1) {
    const fromMs = performance.now()
    await session.run({ image })
    if (run >= warmUps) times.push(performance.now() - fromMs)
  }
  times.sort((a, b) => a - b)
  console.log(`${argument}: ${(times[runs >> 1] ?? Number.NaN).toFixed(1)} ms per image`)
  await session.release()
}
