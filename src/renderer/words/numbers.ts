/** Numbers as people read them. */

const COUNT = new Intl.NumberFormat('en-US')

/** 1204 -> "1,204". */
export function count(value: number): string {
  return COUNT.format(value)
}

/** "1 set", "2 sets", "1,204 sets". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** 0.915 -> "92 %". Nothing is ever 0 % or 100 % unless it is exactly that. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100)
  if (rounded === 0 && share > 0) return '<1 %'
  if (rounded === 100 && share < 1) return '>99 %'
  return `${rounded} %`
}

/** 0.9743 -> "97.4 %": for receipts, where tenths matter. */
export function percentWithTenths(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

/** 0.04 -> "+4 %", -0.03 -> "−3 %": a share that has a direction. */
export function signedPercent(share: number): string {
  const rounded = Math.round(Math.abs(share) * 100)
  if (rounded === 0) return '0 %'
  return `${share < 0 ? '−' : '+'}${rounded} %`
}

/** A difference of two shares, with its sign: 0.004 -> "+0.4 points". */
export function points(difference: number): string {
  return `${signed(difference)} points`
}

/** "97.4–99.0", or with the word "to" where a minus sign would clash with the dash. */
export function interval(low: number, high: number): string {
  return `${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)}`
}

/** "−0.1 to +0.8": an interval of differences. */
export function signedInterval(low: number, high: number): string {
  return `${signed(low)} to ${signed(high)}`
}

function signed(share: number): string {
  const tenths = (Math.abs(share) * 100).toFixed(1)
  if (Number(tenths) === 0) return '0.0'
  return `${share < 0 ? '−' : '+'}${tenths}`
}

/** 13_700_000 -> "13.7 MB", 351_000_000 -> "351 MB": decimal megabytes, as disks and browsers count. */
export function fileSize(bytes: number): string {
  const megabytes = bytes / 1e6
  return `${megabytes < 100 ? megabytes.toFixed(1) : count(Math.round(megabytes))} MB`
}

/** 95 -> "about 2 min left", 8 -> "8 s left". */
export function timeLeft(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s left`
  if (seconds < 3600) return `about ${Math.round(seconds / 60)} min left`
  return `about ${(seconds / 3600).toFixed(1)} h left`
}
