import { cancelled, type LacunaError } from '@lacuna/core/errors.ts';
import type { ClientStatus } from '@lacuna/core/inference/worker/client-types.ts';
import type { DetectionClient, StartClient } from '../inference/detection-client.ts';
import type { WeightsInfo, WeightsState } from '../state/review-state.ts';
import type { ReviewStore } from '../state/store.ts';
import { asTold, errorText, say } from '../text/say.ts';
import { t } from '../text/t.ts';

/**
 * Owns the one worker of a review: starts it when the mode opens, so that the weights are warm before the first run,
 * tells the store how far it is, and ends it when the mode is left.
 */
export class ClientKeeper {
  private readonly closing = new AbortController();
  private starting: Promise<DetectionClient> | undefined;
  private client: DetectionClient | undefined;
  /** Series that the present worker holds in memory. */
  private readonly opened = new Set<string>();

  constructor(
    private readonly store: ReviewStore,
    private readonly start: StartClient,
    /** Puts a calibration file in use over weights that have just been loaded. */
    private readonly calibrated: (info: WeightsInfo) => WeightsInfo,
  ) {}

  /** The running client; a failed start is tried again by the next call. */
  get(): Promise<DetectionClient> {
    this.starting ??= this.begin();
    return this.starting;
  }

  isOpen(seriesKey: string): boolean {
    return this.opened.has(seriesKey);
  }

  markOpen(seriesKey: string): void {
    this.opened.add(seriesKey);
  }

  /** Frees the worker's copy of a series. */
  closeSeries(seriesKey: string): void {
    if (this.opened.delete(seriesKey)) this.client?.closeSeries(seriesKey);
  }

  dispose(): void {
    this.closing.abort();
    this.client?.dispose();
    this.client = undefined;
    this.opened.clear();
  }

  private async begin(): Promise<DetectionClient> {
    if (this.closing.signal.aborted) throw cancelled();
    this.store.dispatch({ type: 'weights', weights: { kind: 'loading', loadedBytes: 0, totalBytes: 0 } });
    try {
      const client = await this.start((status) => this.tell(status), this.closing.signal);
      if (this.closing.signal.aborted) {
        client.dispose();
        throw cancelled();
      }
      this.client = client;
      return client;
    } catch (thrown) {
      this.starting = undefined;
      const error = asTold(thrown, 'backend-unavailable', t('source.noStart'));
      if (!this.closing.signal.aborted) {
        this.store.dispatch({ type: 'weights', weights: failed(error) });
      }
      throw error;
    }
  }

  private tell(status: ClientStatus): void {
    if (this.closing.signal.aborted) return;
    const { dispatch } = this.store;
    switch (status.kind) {
      case 'loading': {
        const { loadedBytes, totalBytes } = status;
        if (this.store.getState().readiness.restarting) this.restarting(loadedBytes / (totalBytes || 1));
        else dispatch({ type: 'weights', weights: { kind: 'loading', loadedBytes, totalBytes } });
        break;
      }
      case 'ready': {
        const { backend, manifest, weightsSha256: sha256 } = status;
        const { backend: before, readiness } = this.store.getState();
        const { restarting, recoveredFrom } = readiness;
        const fellBack = restarting ? before?.id === 'webgpu' && backend.id !== 'webgpu' : readiness.fellBack;
        const change = { restarting: null, recoveredFrom: restarting?.reason ?? recoveredFrom, fellBack };
        dispatch({ type: 'readiness', change });
        dispatch({
          type: 'weights',
          weights: { kind: 'ready', info: this.calibrated({ manifest, sha256 }) },
          backend,
        });
        break;
      }
      case 'restarting': {
        const reason = say(status.reason);
        // Weights that were there will be there again: layers and thresholds stay as they are meanwhile.
        if (this.store.getState().weights.kind === 'ready') this.restarting(0, reason);
        else dispatch({ type: 'weights', weights: { kind: 'restarting', reason } });
        break;
      }
      case 'warming':
        dispatch({ type: 'readiness', change: { warming: status.warming } });
        break;
      case 'failed':
        this.starting = undefined; // the next run starts afresh
        this.opened.clear();
        dispatch({ type: 'readiness', change: { warming: false, restarting: null, recoveredFrom: null } });
        dispatch({ type: 'weights', weights: failed(status.error) });
        break;
      case 'disposed':
        break;
    }
  }

  private restarting(share: number, reason = this.store.getState().readiness.restarting?.reason ?? ''): void {
    this.store.dispatch({ type: 'readiness', change: { restarting: { reason, share } } });
  }
}

function failed(error: LacunaError): WeightsState {
  return { kind: 'failed', sentence: errorText(error), code: error.code };
}
