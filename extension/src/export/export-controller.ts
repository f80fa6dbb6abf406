import { throwIfCancelled } from '@lacuna/core/errors.ts';
import type { Host } from '../host/host.ts';
import type { LayerId } from '../methods.ts';
import type { Review } from '../review/review.ts';
import type { LoadedImage } from '../series/slice-pixels.ts';
import type { ExportState } from '../state/review-state.ts';
import { t } from '../text/t.ts';
import { atOneMoment } from './at-one-moment.ts';
import { collectJob, type Collected } from './collect-job.ts';
import { downloadBytes } from './download.ts';
import { EarlierExports } from './earlier-exports.ts';
import type { ExportedObject } from './export-job.ts';
import type { ExportKind, ObjectRole } from './export-kinds.ts';
import { type RunningJob, startInWorker, type StartJob } from './job-runner.ts';
import { nextSeriesNumber } from './series-number.ts';
import { storeAndReadBack, storeBlockedBy } from './store-and-read-back.ts';
import { asTold, errorText, say, told } from '../text/say.ts';

const ROLES: Readonly<Record<ExportKind, readonly ObjectRole[]>> = {
  seg: ['seg'],
  'seg-combined': ['seg-combined'],
  labelmap: ['labelmap'],
  pmap: ['pmap'],
  sr: ['sr', 'regions'],
  'key-images': [],
};

/** DICOM objects of what the layers show, to files or to the study's own data source; says in the store how it went; ends with the visit. */
export class ExportController {
  private readonly earlier = new EarlierExports();
  private abort: AbortController | undefined;

  constructor(
    private readonly host: Host,
    private readonly review: Review,
    private readonly startJob: StartJob = startInWorker(),
  ) {
    review.onLeave(() => this.cancel());
  }

  storeBlockedBy(): string | undefined {
    return storeBlockedBy(this.host.dataSource());
  }

  cancel(): void {
    this.abort?.abort();
  }

  async download(kind: ExportKind, layer: LayerId): Promise<void> {
    await this.attempt(kind, layer, (objects) => {
      for (const { bytes, fileName } of objects) downloadBytes(bytes, fileName);
      return Promise.resolve((count) =>
        t('export.saved', { names: objects.map(({ fileName }) => fileName).join(', '), count }),
      );
    });
  }

  async store(kind: ExportKind, layer: LayerId): Promise<void> {
    await this.attempt(kind, layer, async (objects, job, signal) => {
      const source = this.host.dataSource();
      if (!source) throw told('store-failed', t('export.noSource'));
      const studyInstanceUID = this.studyInstanceUID();
      for (const [index, { bytes, reference }] of objects.entries()) {
        signal.throwIfAborted();
        this.tell({
          kind: 'busy',
          sentence: t('export.storing', { index: index + 1, total: objects.length }),
          share: index / objects.length,
        });
        const { seriesInstanceUID, sopInstanceUID } = reference;
        const ids = { studyInstanceUID, seriesInstanceUID, sopInstanceUID };
        await storeAndReadBack(source, bytes, ids, (returned) => job.check(index, returned));
      }
      return (count) => t('export.stored', { count });
    });
  }

  /** Collects, writes, verifies, then `deliver`s; what went wrong is said in the panel and once more over the images. */
  private async attempt(
    kind: ExportKind,
    layer: LayerId,
    deliver: (
      objects: readonly ExportedObject[],
      job: RunningJob,
      signal: AbortSignal,
    ) => Promise<(count: number) => string>,
  ): Promise<void> {
    if (this.abort) return;
    const abort = new AbortController();
    this.abort = abort;
    const { signal } = abort;
    let job: RunningJob | undefined;
    try {
      this.tell({ kind: 'busy', sentence: t('export.collecting'), share: 0 });
      await this.review.bringBack();
      const workspace = this.review.workspace();
      const collected = await atOneMoment(
        () => this.moment(),
        () => this.collect(kind, layer, signal),
      );
      if (collected.kind === 'empty') return this.tell({ kind: 'finished', sentence: collected.sentence });
      this.tell({ kind: 'busy', sentence: t('export.writing') });
      job = this.startJob(collected, signal, (done, total) => this.progress('export.writing', done, total));
      const result = await job.result;
      throwIfCancelled(signal);
      if (result.kind === 'empty') return this.tell({ kind: 'finished', sentence: say(result.sentence) });
      const said = await deliver(result.objects, job, signal);
      for (const { role, reference } of result.objects) {
        this.earlier.remember(workspace!.series.key, layer, role, reference);
      }
      this.tell({ kind: 'finished', sentence: said(result.count) });
    } catch (thrown) {
      this.fail(thrown, signal);
    } finally {
      job?.dispose();
      this.abort = undefined;
    }
  }

  private async collect(kind: ExportKind, layer: LayerId, signal: AbortSignal): Promise<Collected> {
    const workspace = this.review.workspace(); // with every layer at the threshold of now
    if (!workspace) return { kind: 'empty', sentence: t('export.noSeries') };
    const told = (done: number, total: number) => this.progress('export.collecting', done, total);
    return collectJob(this.request(kind, layer, workspace), signal, told);
  }

  /** Of what is exported: thresholds, masks, decisions and results. */
  private moment(): string {
    const workspace = this.review.workspace();
    const { methods, candidates } = this.review.store.getState();
    const thresholds = Object.values(methods).map(({ threshold }) => threshold);
    const decided = candidates.regions.map(({ id, status, name }) => `${id} ${status} ${name}`);
    return JSON.stringify([
      workspace?.series.key,
      workspace?.writer.revision,
      workspace?.results.generation,
      thresholds,
      decided,
    ]);
  }

  private request(
    kind: ExportKind,
    layer: LayerId,
    workspace: NonNullable<ReturnType<Review['workspace']>>,
  ): Parameters<typeof collectJob>[0] {
    const { services } = this.host;
    const displaySets = services.displaySetService.getActiveDisplaySets();
    const { key } = workspace.series;
    const { imageLoader } = this.host.libraries().cornerstone;
    return {
      kind,
      layer,
      workspace,
      state: this.review.store.getState(),
      seriesNumber: nextSeriesNumber(displaySets, this.studyInstanceUID()),
      earlier: Object.fromEntries(
        ROLES[kind].map((role) => [role, this.earlier.of(key, layer, role, displaySets)]),
      ),
      listed: (id) => this.review.candidateMasks(id),
      loadImage: (imageId) => imageLoader.loadAndCacheImage(imageId) as Promise<LoadedImage>,
      editor: services.userAuthenticationService?.getUser?.()?.profile?.name,
      contentDate: new Date(),
    };
  }

  private studyInstanceUID(): string {
    return this.review.shownSeries()?.displaySet.StudyInstanceUID ?? '';
  }

  private progress(key: 'export.collecting' | 'export.writing', done: number, total: number): void {
    this.tell({ kind: 'busy', sentence: t(key), share: done / total });
  }

  private fail(thrown: unknown, signal: AbortSignal): void {
    if (signal.aborted) return this.tell({ kind: 'finished', sentence: t('export.cancelled') });
    const sentence = errorText(asTold(thrown, 'store-failed', t('export.failed')));
    this.tell({ kind: 'failed', sentence });
    // The panel says how it went; what failed is said once more, away from OHIF's own place over the panel's buttons.
    this.host.services.uiNotificationService.show({
      title: t('export.title'),
      message: sentence,
      type: 'error',
      position: 'bottom-center',
    });
  }

  private tell(state: ExportState): void {
    this.review.store.dispatch({ type: 'export', export: state });
  }
}
