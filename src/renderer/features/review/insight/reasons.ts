/** What the panel says in sentences: hands to look at, and why it knows less than it could. */
import type { ImageInsight } from '../../../../shared/features.ts'
import type { JobState } from '../../../../shared/jobs.ts'

/**
 * @param images of a set, in the order of its candidates.
 * @param failures per image: why it cannot be looked at; null when it can.
 * @param withoutPeople why people are not looked for; null when they are.
 * @param job of kind `features`; null when none was started.
 */
export function reasonsForGaps(
  images: readonly ImageInsight[],
  failures: readonly (string | null)[],
  withoutPeople: string | null,
  job: JobState | null,
): readonly string[] {
  const readable = images.filter((_, index) => failures[index] == null)
  const reasons = failures.flatMap((failure, index) =>
    failure === null ? [] : [`Image ${index + 1} could not be read, so nothing is known of it.`],
  )
  const isNew = readable.some(({ pixels }) => pixels === null)
  const lacksPeople = readable.some(({ people }) => people === null)
  if (isNew) reasons.push(`Not looked at yet. ${progressWords(job)}`)
  if (lacksPeople && withoutPeople !== null) {
    reasons.push(withoutPeople)
  } else if (lacksPeople) {
    reasons.push(
      `People are looked for after the other features.${isNew ? '' : ` ${progressWords(job)}`}`,
    )
  }
  return reasons
}

/** All that stands out at hands, for who cannot see the picture or wants to know more than the worst. */
export function handHints(images: readonly ImageInsight[]): readonly string[] {
  return images.flatMap(({ people }, index) =>
    (people?.hands ?? []).flatMap(({ outliers }) =>
      outliers.length === 0
        ? []
        : [`A hand in image ${index + 1}: ${outliers.map(({ words }) => words).join(', ')}.`],
    ),
  )
}

function progressWords(job: JobState | null): string {
  if (job?.phase === 'running') return 'The set on screen comes first.'
  return job?.phase === 'paused'
    ? 'The work is paused: resume it in the library, under features.'
    : 'Nothing is looked at now: start it in the library, under features.'
}
