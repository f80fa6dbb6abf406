import { LacunaError } from '@lacuna/core/errors.ts';
import { releaseSegmentation } from '@lacuna/core/dicom/release.ts';
import type { SegmentationRequest } from '@lacuna/core/dicom/segmentation-types.ts';
import { verifySegmentation } from '@lacuna/core/dicom/segmentation-verifier.ts';
import { sourceFromMetadata } from '@lacuna/core/dicom/source.ts';
import { overriddenObjections } from '../guard/state.ts';
import { LAYER_NAMES, type LayerId } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import type { ReviewState } from '../state/review-state.ts';
import { freshUid } from './fresh-uid.ts';
import { provenance } from './provenance.ts';
import { segmentMasks } from './segment-masks.ts';
import type { StoredObject } from './store-and-read-back.ts';

const SOFTWARE_VERSION = '0.1.0';

export interface ReleasedSegmentation {
  readonly kind: 'released';
  readonly bytes: Uint8Array;
  /** Without patient data. */
  readonly fileName: string;
  readonly frames: number;
  readonly ids: StoredObject;
  /** What was asked for, to compare returned bytes with. */
  readonly request: SegmentationRequest;
}

export type ReleasedLayer = ReleasedSegmentation | { readonly kind: 'empty'; readonly sentence: string };

/**
 * The SEG of what a method's layer shows, written and verified against its source by the core.
 * @throws LacunaError `verification-failed` | `no-geometry` | ...
 */
export function releaseLayer(
  workspace: SeriesWorkspace,
  method: LayerId,
  state: ReviewState,
  seriesNumber: number,
): ReleasedLayer {
  const { weights } = state;
  const { threshold } = state.methods[method];
  if (weights.kind !== 'ready' || threshold === null || workspace.resultsSeed === null) {
    return { kind: 'empty', sentence: `There are no results of ${LAYER_NAMES[method]} to export.` };
  }
  const { masks, edited, analysedSlices } = segmentMasks(workspace, method);
  const source = workspace.series.slices.map(({ instance }) => sourceFromMetadata(instance));
  const algorithm = provenance(method, weights.info, {
    seed: workspace.resultsSeed,
    threshold,
    backends: workspace.results.backends(method),
    analysedSlices,
    sliceCount: source.length,
    guardOverridden: overriddenObjections(state.guard),
  });
  const request: SegmentationRequest = {
    source,
    segments: [{ method, label: `Anomaly candidates, ${LAYER_NAMES[method]}`, masks, algorithm, edited }],
    seriesNumber,
    seriesDescription: `Anomaly candidates ${LAYER_NAMES[method]}`,
    contentDate: new Date(),
    uid: freshUid,
    softwareVersion: SOFTWARE_VERSION,
  };
  const released = releaseSegmentation(request);
  if (released.kind === 'empty') return released;
  const { bytes, fileName, frames, sopInstanceUID, seriesInstanceUID } = released;
  const ids = { studyInstanceUID: source[0]?.studyInstanceUID ?? '', seriesInstanceUID, sopInstanceUID };
  return { kind: 'released', bytes, fileName, frames, ids, request };
}

/** Compares what a server gave back with what was sent. @throws LacunaError `verification-failed` */
export function checkReturned(returned: Uint8Array, { bytes, request }: ReleasedSegmentation): void {
  if (returned.length === bytes.length && returned.every((value, i) => value === bytes[i])) return;
  const verified = verifySegmentation(returned, request.source, request.segments); // servers may rewrite the encoding
  if (verified.kind === 'verified') return;
  throw new LacunaError(
    'verification-failed',
    'The server gave back another SEG than it was sent: do not rely on it, and tell whoever runs the server.',
    { findings: verified.findings },
  );
}
