const ZERO = 48
const NINE = 57

function isDigit(codeUnit: number): boolean {
  return codeUnit >= ZERO && codeUnit <= NINE
}

function endOfDigits(text: string, start: number): number {
  let end = start
  while (isDigit(text.charCodeAt(end))) end += 1
  return end
}

/** Plain order of UTF-16 code units: the same on every machine and in every language. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0
  return left < right ? -1 : 1
}

/**
 * The order people expect of numbered names: `shot_2` before `shot_10`. Runs of ASCII digits compare by
 * their value whatever their length, all else by UTF-16 code unit, so that the order does not depend on
 * the language of the machine. A total order: 0 only for identical strings.
 */
export function compareNatural(left: string, right: string): number {
  let leftAt = 0
  let rightAt = 0
  while (leftAt < left.length && rightAt < right.length) {
    const leftUnit = left.charCodeAt(leftAt)
    const rightUnit = right.charCodeAt(rightAt)
    if (isDigit(leftUnit) && isDigit(rightUnit)) {
      const leftEnd = endOfDigits(left, leftAt)
      const rightEnd = endOfDigits(right, rightAt)
      const byValue = compareDigits(left.slice(leftAt, leftEnd), right.slice(rightAt, rightEnd))
      if (byValue !== 0) return byValue
      leftAt = leftEnd
      rightAt = rightEnd
    } else if (leftUnit === rightUnit) {
      leftAt += 1
      rightAt += 1
    } else {
      return leftUnit - rightUnit
    }
  }
  const leftOver = left.length - leftAt - (right.length - rightAt)
  // `a01` and `a1` are equal by value: the plain order decides, so that the result never depends on luck.
  return leftOver === 0 ? compareText(left, right) : leftOver
}

/** Compares by value without converting to a number: file names can hold more digits than a double. */
function compareDigits(left: string, right: string): number {
  const leftValue = left.replace(/^0+/, '')
  const rightValue = right.replace(/^0+/, '')
  return leftValue.length - rightValue.length || compareText(leftValue, rightValue)
}
