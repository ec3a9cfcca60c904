/** The small square planes that saliency is computed on, and what is done to them. */

/** Cells of a map along each side of the picture. */
export const SIDE = 32
export const CELLS = SIDE * SIDE

/** Scaled so that the greatest value is 1; a plane without any stays as it is. */
export function scaledToOne(plane: Float64Array): Float64Array {
  const greatest = plane.reduce((most, value) => Math.max(most, value), 0)
  return greatest === 0 ? plane : plane.map((value) => value / greatest)
}

/** Gaussian of `sigma` cells; beyond the edge the plane is mirrored with its border cells. */
export function blurred(plane: Float64Array, sigma: number): Float64Array {
  const matrix = blurMatrix(sigma)
  return timesTransposed(times(matrix, plane), matrix)
}

/** Row by column, the usual product of two matrices of SIDE x SIDE. */
export function times(left: Float64Array, right: Float64Array): Float64Array {
  const product = new Float64Array(CELLS)
  for (let row = 0; row < SIDE; row += 1) {
    for (let inner = 0; inner < SIDE; inner += 1) {
      const factor = left[row * SIDE + inner] ?? 0
      for (let column = 0; column < SIDE; column += 1) {
        const at = row * SIDE + column
        product[at] = (product[at] ?? 0) + factor * (right[inner * SIDE + column] ?? 0)
      }
    }
  }
  return product
}

/** The product of `left` and `right` turned over its diagonal. */
export function timesTransposed(left: Float64Array, right: Float64Array): Float64Array {
  return times(left, transposed(right))
}

export function transposed(matrix: Float64Array): Float64Array {
  return matrix.map((_, at) => matrix[(at % SIDE) * SIDE + Math.floor(at / SIDE)] ?? 0)
}

/** Each row holds the weights with which the cells of a line make one blurred cell. */
function blurMatrix(sigma: number): Float64Array {
  const matrix = new Float64Array(CELLS)
  // Beyond four standard deviations nothing is left.
  const reach = Math.ceil(4 * sigma)
  for (let cell = 0; cell < SIDE; cell += 1) {
    let total = 0
    for (let offset = -reach; offset <= reach; offset += 1) {
      total += Math.exp(-(offset ** 2) / (2 * sigma ** 2))
    }
    for (let offset = -reach; offset <= reach; offset += 1) {
      const at = cell * SIDE + mirrored(cell + offset)
      matrix[at] = (matrix[at] ?? 0) + Math.exp(-(offset ** 2) / (2 * sigma ** 2)) / total
    }
  }
  return matrix
}

function mirrored(index: number): number {
  if (index < 0) return -1 - index
  return index < SIDE ? index : 2 * SIDE - 1 - index
}
