/** Makes the reasons for which a row, or a part of it, is not used. */
import type { ParsedDecision, RowReason } from '../../shared/history.ts'

/** Longest piece of a row that is quoted in a detail; the row itself is kept beside it. */
const LONGEST_QUOTE = 120

/** @param detail what is of this row alone; cut when long. */
export function rowReason(reason: string, detail = ''): RowReason {
  return {
    reason,
    detail: detail.length > LONGEST_QUOTE ? `${detail.slice(0, LONGEST_QUOTE)}…` : detail,
  }
}

/** A row that is no decision. */
export function failed(reason: string, detail = ''): ParsedDecision {
  return { ok: false, ...rowReason(reason, detail) }
}
