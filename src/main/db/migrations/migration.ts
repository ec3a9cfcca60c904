/** One step of the schema. Versions are multiples of ten, so that a hotfix fits between two. */
export interface Migration {
  readonly version: number
  readonly sql: string
}
