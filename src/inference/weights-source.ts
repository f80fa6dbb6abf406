/** Where a weights bundle comes from; fetch and the file system implement it at the edge. */
export interface WeightsSource {
  /** The parsed JSON of manifest.json, unchecked. @throws LacunaError `weights-missing` */
  readManifest(signal?: AbortSignal): Promise<unknown>;
  /** The bytes of one file of the bundle, unchecked. @throws LacunaError `weights-missing` */
  readFile(
    name: string,
    onProgress?: (loadedBytes: number) => void,
    signal?: AbortSignal,
  ): Promise<Uint8Array>;
}

/** Bytes of the whole bundle so far; `file` is the one being read. */
export interface LoadProgress {
  file: string;
  loadedBytes: number;
  totalBytes: number;
}
