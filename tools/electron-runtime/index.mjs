// @ts-check
// The one import for whoever starts the app: npm start, the end-to-end tests, the benchmarks.
export { findElectron, launchOptions } from './find-electron.ts'
