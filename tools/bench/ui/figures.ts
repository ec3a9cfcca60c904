/** Numbers for people: medians, percentiles, and whether a limit holds. */

/** @param share 0.5 for the median; the value below which this share of the values lies. NaN without values. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const index = Math.ceil(share * sorted.length) - 1
  return sorted[Math.min(sorted.length - 1, Math.max(0, index))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

/** "1,234 ms". */
export function ms(value: number): string {
  return `${Math.round(value).toLocaleString('en')} ms`
}

/** "under 2,000 ms: yes". */
export function verdict(value: number, limitMs: number): string {
  return `limit ${ms(limitMs)}: ${value < limitMs ? 'kept' : 'NOT KEPT'}`
}

/** "612 ms (590-701 ms)": the median and the range. */
export function spread(values: readonly number[]): string {
  return `${ms(median(values))} (${Math.round(Math.min(...values))}-${Math.round(Math.max(...values))})`
}
