import { sourceFromMetadata } from '@lacuna/core/dicom/source.ts';
import { manifestWithSteps } from '@lacuna/core/inference/manifest-with-steps.ts';
import { mapCalibration } from '@lacuna/core/inference/map-calibration.ts';
import type { CandidateMasks } from '../candidates/candidate.ts';
import { overriddenObjections } from '../guard/state.ts';
import { LAYER_NAMES, OBJECT_NAMES, type LayerId } from '../methods.ts';
import type { SeriesWorkspace } from '../review/workspace.ts';
import { readSlices, type LoadImage } from '../series/read-slices.ts';
import { detectedCount } from '../series/reformatted-series.ts';
import type { ReviewState, WeightsInfo } from '../state/review-state.ts';
import type { ExportJob, JobLayer, OnProgress } from './export-job.ts';
import { type ExportKind, isOfAllLayers } from './export-kinds.ts';
import { inTurns } from './page-turns.ts';
import { provenance } from './provenance.ts';
import { segmentMasks } from './segment-masks.ts';
import { told } from '../text/say.ts';
import { t } from '../text/t.ts';

export interface CollectRequest {
  readonly kind: ExportKind;
  readonly layer: LayerId;
  readonly workspace: SeriesWorkspace;
  readonly state: ReviewState;
  readonly seriesNumber: number;
  readonly earlier: ExportJob['earlier'];
  /** The list of candidate regions of a layer, without those rejected. */
  readonly listed: (layer: LayerId) => CandidateMasks | undefined;
  readonly loadImage: LoadImage;
  /** Name of the person at the viewer, where it is known. */
  readonly editor?: string;
  readonly contentDate: Date;
}

export type Collected = ExportJob | { readonly kind: 'empty'; readonly sentence: string };

/**
 * Copies what an export needs out of the viewer, slice by slice with turns for the page in between; the arrays are the
 * job's own and may be given away.
 * @throws LacunaError `cancelled`, and what reading the images throws
 */
export async function collectJob(
  request: CollectRequest,
  signal: AbortSignal,
  onProgress: OnProgress,
): Promise<Collected> {
  const { kind, layer, workspace, state } = request;
  const { weights } = state;
  const layers = isOfAllLayers(kind) ? exportable(state, workspace) : exportable(state, workspace, layer);
  if (weights.kind !== 'ready' || layers.length === 0) {
    return { kind: 'empty', sentence: t('export.noResults', { name: LAYER_NAMES[layer] }) };
  }
  const { slices } = workspace.series;
  const total = layers.length * slices.length;
  let done = 0;
  const step = () => onProgress(++done, total);
  const collected: JobLayer[] = [];
  for (const id of layers) collected.push(await collectLayer(request, id, weights.info, signal, step));
  return {
    kind,
    source: slices.map(({ instance }) => sourceFromMetadata(instance)),
    layers: collected,
    ...(kind === 'key-images' ? { pixels: await collectPixels(request, collected, signal) } : {}),
    seriesNumber: request.seriesNumber,
    earlier: request.earlier,
    contentDate: request.contentDate,
  };
}

/** Layers with results and a threshold; in the order of the product. */
function exportable(
  { methods }: ReviewState,
  { results, resultsSeed }: SeriesWorkspace,
  only?: LayerId,
): LayerId[] {
  return (Object.keys(methods) as LayerId[]).filter(
    (id) =>
      (only === undefined || id === only) &&
      resultsSeed !== null &&
      methods[id].threshold !== null &&
      results.sliceIndices(id).length > 0,
  );
}

async function collectLayer(
  { kind, workspace, state, listed, editor, contentDate }: CollectRequest,
  layer: LayerId,
  info: WeightsInfo,
  signal: AbortSignal,
  onSlice: () => void,
): Promise<JobLayer> {
  const { results, series, resultsSeed, resultsSteps } = workspace;
  const manifest = manifestWithSteps(info.manifest, resultsSteps);
  const { view } = series;
  const threshold = state.methods[layer].threshold!;
  const { minimumRegionAreaMm2 } = manifest;
  const { masks, edit, analysedSlices } = await segmentMasks(
    workspace,
    layer,
    { threshold, minimumRegionAreaMm2 },
    { editor, date: contentDate },
    signal,
    onSlice,
  );
  const needsMaps = kind === 'pmap' || kind === 'sr' || kind === 'key-images';
  const copy = (z: number) => results.get(layer, z)?.anomalyMap.slice() ?? null;
  return {
    layer,
    masks,
    edit,
    algorithm: provenance(
      layer,
      { ...info, manifest },
      {
        seed: resultsSeed!,
        threshold,
        backends: results.backends(layer),
        analysedSlices: view ? [...view.geometries.keys()] : analysedSlices,
        sliceCount: detectedCount(series),
        guardOverridden: overriddenObjections(state.guard),
      },
      view,
    ),
    mapRange: mapCalibration(manifest, layer)?.mapRange ?? [0, 1],
    healthy: layer === 'consensus' ? undefined : manifest.methods[layer].calibration,
    ...(needsMaps ? { maps: await inTurns(series.slices.length, copy, signal) } : {}),
    ...(kind === 'sr' || kind === 'key-images' ? { regions: regionsOf(listed(layer)) } : {}),
  };
}

function regionsOf(found: CandidateMasks | undefined): JobLayer['regions'] {
  if (!found) return undefined;
  const { output, regions, labels } = found;
  return {
    regions,
    labels: labels.map((plane) => plane?.slice() ?? null),
    names: new Map(
      regions.map(({ number, name, trackingUid }) => [
        number,
        { identifier: name ?? `Anomaly candidate ${number}, ${OBJECT_NAMES[output]}`, uid: trackingUid },
      ]),
    ),
  };
}

/** Pixels of the slices that a picture may show; those without a region are not read. */
async function collectPixels(
  { workspace, loadImage }: CollectRequest,
  layers: readonly JobLayer[],
  signal: AbortSignal,
): Promise<(Float32Array | null)[]> {
  const { series } = workspace;
  const wanted = series.slices.flatMap((_, z) => (layers.some(({ masks }) => masks[z]) ? [z] : []));
  const part = { ...series, slices: wanted.map((z) => series.slices[z]!) };
  const read = await readSlices(part, [...wanted.keys()], loadImage, signal, () => undefined);
  if (read.length !== wanted.length) throw told('corrupt-file', t('export.imageMissing'));
  const pixels: (Float32Array | null)[] = series.slices.map(() => null);
  wanted.forEach((z, i) => (pixels[z] = read[i]!.pixels.slice()));
  return pixels;
}
