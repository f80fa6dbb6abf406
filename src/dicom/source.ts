/** The front door: what a source instance is, and how it is read from a parsed file or from a viewer's metadata. */
export type { SourceInstance } from './source-instance.ts';
export { sourceFromDataSet } from './source-from-dataset.ts';
export { sourceFromMetadata } from './source-from-metadata.ts';
