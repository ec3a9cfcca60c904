/** The registry of rankers. */
import type { DecisionId, ModelId } from '../../shared/domain.ts'
import type { RankerCard, Receipt } from '../../shared/ranking.ts'
import type { Database } from './openDatabase.ts'
import type { SettingRepository } from './settingRepository.ts'

export interface ModelRow {
  readonly modelId: ModelId
  readonly createdAtMs: number
  readonly card: RankerCard
  readonly onnxSha256: string | null
  readonly receipt: Receipt
  /** 0 when it was trained before any decision. */
  readonly lastDecisionId: DecisionId | 0
}

interface StoredModelRow extends Omit<ModelRow, 'card' | 'receipt'> {
  readonly card: string
  readonly receipt: string
}

const MODEL_IN_USE = 'model-in-use'

const COLUMNS = `model_id AS modelId, created_at_ms AS createdAtMs, card, onnx_sha256 AS onnxSha256,
  receipt, last_decision_id AS lastDecisionId`

export function createModelRepository(database: Database, settings: SettingRepository) {
  const insert = database.prepare<[ModelId, number, string, string | null, string, number]>(
    `INSERT INTO model (model_id, created_at_ms, card, onnx_sha256, receipt, last_decision_id)
     VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const byId = database.prepare<[string], StoredModelRow>(
    `SELECT ${COLUMNS} FROM model WHERE model_id = ?`,
  )
  const latest = database.prepare<[], StoredModelRow>(
    `SELECT ${COLUMNS} FROM model ORDER BY created_at_ms DESC, rowid DESC LIMIT 1`,
  )
  const parse = (row: StoredModelRow | undefined): ModelRow | null => {
    if (row === undefined) return null
    /* oxlint-disable typescript/no-unsafe-type-assertion -- both columns are written only by save() below */
    return {
      ...row,
      card: JSON.parse(row.card) as RankerCard,
      receipt: JSON.parse(row.receipt) as Receipt,
    }
    /* oxlint-enable typescript/no-unsafe-type-assertion */
  }

  return {
    /** Keeps a ranker and, when it was promoted, puts it in use: both or neither. */
    save: (model: ModelRow, putInUse: boolean): void =>
      database.transaction(() => {
        insert.run(
          model.modelId,
          model.createdAtMs,
          JSON.stringify(model.card),
          model.onnxSha256,
          JSON.stringify(model.receipt),
          model.lastDecisionId,
        )
        if (putInUse) settings.put(MODEL_IN_USE, model.modelId)
      })(),
    /** The ranker in use; null when none was ever promoted. */
    inUse: (): ModelRow | null => {
      const modelId = settings.get(MODEL_IN_USE)
      return modelId === null ? null : parse(byId.get(modelId))
    },
    /** The ranker trained last, promoted or not: its receipt is the one to show. */
    latest: (): ModelRow | null => parse(latest.get()),
  }
}

export type ModelRepository = ReturnType<typeof createModelRepository>
