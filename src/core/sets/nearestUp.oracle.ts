/**
 * An independent answer to "which files form a set?", written from DOMAIN's sentences as conditions on
 * plain numbers, with no scan, no cursor and no parsing: slow, and of another shape than the real one.
 */
export interface OracleFile {
  /** Unique. */
  readonly name: string
  readonly timestampMs: number | null
  readonly stage: number
}

const LATER_THAN_ALL = Number.MAX_SAFE_INTEGER

/** The names of each run of 2 or more, in order. */
export function runsByDefinition(
  files: readonly OracleFile[],
  gapLimitMs: number | null,
): string[][] {
  const runs = runsFrom(inOrder(files), gapLimitMs)
  return runs.filter((run) => run.length > 1).map((run) => run.map((file) => file.name))
}

/** A file's place is the number of files that come before it. */
function inOrder(files: readonly OracleFile[]): OracleFile[] {
  const ordered: OracleFile[] = []
  for (const file of files) ordered[files.filter((other) => isBefore(other, file)).length] = file
  return ordered
}

function isBefore(a: OracleFile, b: OracleFile): boolean {
  const [timeA, timeB] = [a.timestampMs ?? LATER_THAN_ALL, b.timestampMs ?? LATER_THAN_ALL]
  if (timeA !== timeB) return timeA < timeB
  if (a.stage !== b.stage) return a.stage < b.stage
  return a.name < b.name
}

function runsFrom(ordered: readonly OracleFile[], gapLimitMs: number | null): OracleFile[][] {
  const [first, ...following] = ordered
  if (first === undefined) return []
  const run = [first, ...membersAfter(first, following, gapLimitMs)]
  // What follows the last member is unused; what was skipped before it is not reused.
  const lastMember = run.at(-1)
  return [
    run,
    ...runsFrom(
      ordered.filter((file) => isAfter(file, lastMember)),
      gapLimitMs,
    ),
  ]
}

function isAfter(file: OracleFile, other: OracleFile | undefined): boolean {
  return other !== undefined && isBefore(other, file)
}

function membersAfter(
  previous: OracleFile,
  following: readonly OracleFile[],
  gapLimitMs: number | null,
): OracleFile[] {
  const endsWindow = (file: OracleFile): boolean =>
    file.stage <= previous.stage || gapBetween(previous, file) > (gapLimitMs ?? Infinity)
  const window = following
    .slice(0, 50)
    .filter((_, place) => !following.slice(0, place + 1).some(endsWindow))
  const smallestStage = Math.min(...window.map((file) => file.stage))
  const next = window.find((file) => file.stage === smallestStage)
  if (next === undefined) return []
  const rest = following.filter((file) => isAfter(file, next))
  return [next, ...membersAfter(next, rest, gapLimitMs)]
}

function gapBetween(a: OracleFile, b: OracleFile): number {
  return a.timestampMs === null || b.timestampMs === null ? 0 : b.timestampMs - a.timestampMs
}
