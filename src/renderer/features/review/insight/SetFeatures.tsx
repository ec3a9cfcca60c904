import type { ImageSet } from '../../../../shared/domain.ts'
import type { ImageInsight } from '../../../../shared/features.ts'
import { useSetwise } from '../../../store/useSetwise.ts'
import { FeaturesPanel } from './FeaturesPanel.tsx'

export interface SetFeaturesProps {
  readonly set: ImageSet
  readonly images: readonly ImageInsight[] | null
  readonly suggested: number | null
}

/** The features panel with what it needs of the store. */
export function SetFeatures(props: SetFeaturesProps) {
  const layers = useSetwise((state) => state.layers)
  const withoutPeople = useSetwise((state) => state.app?.features.withoutPeople ?? null)
  const job = useSetwise((state) => state.app?.jobs.find((one) => one.kind === 'features'))
  const toggleLayer = useSetwise((state) => state.toggleLayer)
  const togglePanel = useSetwise((state) => state.togglePanel)
  return (
    <FeaturesPanel
      {...props}
      layers={layers}
      withoutPeople={withoutPeople}
      job={job ?? null}
      onToggle={toggleLayer}
      onClose={togglePanel}
    />
  )
}
