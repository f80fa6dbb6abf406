import { asLacunaError } from '@lacuna/core/errors.ts';
import type { Host } from '../host/host.ts';
import { LAYER_NAMES, type LayerId } from '../methods.ts';
import type { Review } from '../review/review.ts';
import type { ExportState } from '../state/review-state.ts';
import { downloadBytes } from './download.ts';
import type { ReleasedLayer } from './release-layer.ts';
import { nextSeriesNumber } from './series-number.ts';
import { storeAndReadBack, storeBlockedBy } from './store-and-read-back.ts';

/** DICOM writing is half a megabyte of code that most visits do not need. */
const releasing = () => import('./release-layer.ts');

/** DICOM SEG of a method's layer, to a file or to the study's own data source; says in the store how it went. */
export class ExportController {
  constructor(
    private readonly host: Host,
    private readonly review: Review,
  ) {}

  storeBlockedBy(): string | undefined {
    return storeBlockedBy(this.host.dataSource());
  }

  async download(method: LayerId): Promise<void> {
    await this.attempt(`Writing the SEG of ${LAYER_NAMES[method]}`, async () => {
      const released = await this.release(method);
      if (released.kind === 'empty') return released.sentence;
      downloadBytes(released.bytes, released.fileName);
      return `Saved as ${released.fileName}, checked against its source: ${released.frames} frames.`;
    });
  }

  async store(method: LayerId): Promise<void> {
    await this.attempt(`Storing the SEG of ${LAYER_NAMES[method]}`, async () => {
      const released = await this.release(method);
      if (released.kind === 'empty') return released.sentence;
      const source = this.host.dataSource();
      if (!source) throw new Error('There is no data source.');
      const { checkReturned } = await releasing();
      await storeAndReadBack(source, released.bytes, released.ids, (returned) =>
        checkReturned(returned, released),
      );
      return `Stored, read back and found equal: ${released.frames} frames. The series list shows it when the study is opened again.`;
    });
  }

  private async release(method: LayerId): Promise<ReleasedLayer> {
    const workspace = this.review.workspace();
    if (!workspace) return { kind: 'empty', sentence: 'There is no series to export from.' };
    const { StudyInstanceUID } = workspace.series.displaySet;
    const displaySets = this.host.services.displaySetService.getActiveDisplaySets();
    const seriesNumber = nextSeriesNumber(displaySets, StudyInstanceUID);
    const { releaseLayer } = await releasing();
    return releaseLayer(workspace, method, this.review.store.getState(), seriesNumber);
  }

  private async attempt(what: string, work: () => Promise<string>): Promise<void> {
    const tell = (state: ExportState) => this.review.store.dispatch({ type: 'export', export: state });
    tell({ kind: 'busy', sentence: `${what} …` });
    try {
      const sentence = await work();
      tell({ kind: 'finished', sentence });
    } catch (thrown) {
      const { message: sentence } = asLacunaError(thrown, 'store-failed', `${what} failed.`);
      tell({ kind: 'failed', sentence });
      // The panel says how it went; what failed is said once more, away from OHIF's own place over the panel's buttons.
      this.host.services.uiNotificationService.show({
        title: 'DICOM SEG',
        message: sentence,
        type: 'error',
        position: 'bottom-center',
      });
    }
  }
}
