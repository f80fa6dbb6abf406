import { sourceFromMetadata } from '@lacuna/core/dicom/source.ts';
import { recordedResults, type Reproduction, reproduceWith } from '@lacuna/core/reproduction/reproduce.ts';
import type { Host } from '../host/host.ts';
import { LAYER_NAMES } from '../methods.ts';
import type { Review } from '../review/review.ts';
import type { ExportState } from '../state/review-state.ts';
import { t } from '../text/t.ts';
import { clientRunner } from './client-runner.ts';
import { asTold, errorText, say } from '../text/say.ts';

/** Runs again what a segmentation of the study records and compares, voxel by voxel; the layers stay as they are. */
export class ReproductionController {
  private abort: AbortController | undefined;

  constructor(
    private readonly host: Host,
    private readonly review: Review,
  ) {}

  cancel(): void {
    this.abort?.abort();
  }

  async reproduce(id: string): Promise<void> {
    const all = this.host.services.displaySetService.getActiveDisplaySets();
    const displaySet = all.find((found) => found.displaySetInstanceUID === id);
    if (!displaySet || this.abort) return;
    const abort = new AbortController();
    this.abort = abort;
    const { signal } = abort;
    try {
      this.tell({ kind: 'busy', sentence: t('reproduction.reading'), share: 0 });
      const bytes = new Uint8Array(await this.host.objectBytes(displaySet));
      const open = await this.review.openedSeries(signal);
      if (!open) return this.tell({ kind: 'failed', sentence: t('export.noSeries') });
      const { series, client, about } = open;
      const instances = series.slices.map(({ instance }) => sourceFromMetadata(instance));
      const images = series.slices.map(({ geometry }) => geometry);
      const { view } = series;
      const geometry = view?.geometries ?? images;
      const sentences: string[] = [];
      let same = true;
      for (const recorded of recordedResults(bytes, instances)) {
        const result = await reproduceWith(clientRunner(client, series.key, about), geometry, recorded, {
          signal,
          reformatted: view && { view, images },
          onSlice: (done, total) =>
            this.tell({ kind: 'busy', sentence: t('reproduction.running'), share: done / total }),
        });
        same &&= result.kind === 'identical';
        sentences.push(describe(result));
      }
      this.tell({ kind: same ? 'finished' : 'failed', sentence: sentences.join(' ') });
    } catch (thrown) {
      const message = errorText(asTold(thrown, 'worker-crashed', t('reproduction.failed')));
      this.tell(signal.aborted ? { kind: 'idle' } : { kind: 'failed', sentence: message });
    } finally {
      this.abort = undefined;
    }
  }

  private tell(reproduction: ExportState): void {
    this.review.store.dispatch({ type: 'reproduction', reproduction });
  }
}

function describe({ kind, recorded, recordedVoxels, differing, slices, notes }: Reproduction): string {
  const layer = LAYER_NAMES[recorded.run.output];
  const said =
    kind === 'identical'
      ? t('reproduction.identical', { layer, count: recordedVoxels })
      : t('reproduction.different', { layer, count: differing, of: recordedVoxels, slices: slices.length });
  return [said, ...notes.map(say)].join(' ');
}
