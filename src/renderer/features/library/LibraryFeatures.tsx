import { useSetwise } from '../../store/useSetwise.ts'
import { FeaturesSection } from './FeaturesSection.tsx'

/** The features section with what it needs of the store. */
export function LibraryFeatures() {
  const status = useSetwise((state) => state.app?.features)
  const jobs = useSetwise((state) => state.app?.jobs)
  const images = useSetwise((state) => state.app?.library?.images ?? 0)
  const actions = {
    onStart: useSetwise((state) => state.startJob),
    onPause: useSetwise((state) => state.pauseJob),
    onResume: useSetwise((state) => state.resumeJob),
    onCancel: useSetwise((state) => state.cancelJob),
    onUse: useSetwise((state) => state.switchEncoder),
    onDownload: useSetwise((state) => state.downloadEncoder),
    onAdd: useSetwise((state) => state.addEncoder),
  }
  if (status === undefined || jobs === undefined) return null
  return (
    <FeaturesSection
      status={status}
      jobs={jobs}
      images={images}
      {...actions}
      onUse={(encoderId) => void actions.onUse(encoderId)}
      onDownload={(encoderId) => void actions.onDownload(encoderId)}
      onAdd={() => void actions.onAdd()}
    />
  )
}
