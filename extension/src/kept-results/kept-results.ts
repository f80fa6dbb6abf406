import type { KeepAction } from '@lacuna/core/inference/worker/protocol.ts';
import type { DetectionClient } from '../inference/detection-client.ts';
import type { ReviewStore } from '../state/store.ts';
import { asTold, errorText } from '../text/say.ts';
import { t } from '../text/t.ts';

/** Only that it is allowed is remembered; the results lie in the worker's own database. */
const REMEMBERED = 'lacuna.keepResults';

/** Carries the switch of the panel to the worker, and tells how much lies on disk. Off until a person turns it on. */
export class KeptResults {
  private readonly stop: () => void;

  constructor(
    private readonly store: ReviewStore,
    private readonly client: () => Promise<DetectionClient>,
  ) {
    this.tell({ allowed: remembered() });
    let last = store.getState();
    this.stop = store.subscribe(() => {
      const { weights, run, keptResults, site } = store.getState();
      const isNew = weights.kind === 'ready' && last.weights.kind !== 'ready';
      const hasRun = run.kind !== 'running' && last.run.kind === 'running';
      last = store.getState();
      if (site.keepResults && keptResults.allowed && (isNew || hasRun))
        void this.ask(isNew ? 'allow' : 'ask');
    });
  }

  async set(action: 'allow' | 'forbid' | 'clear'): Promise<void> {
    if (action === 'allow' && !this.store.getState().site.keepResults) return;
    if (action !== 'clear') this.tell({ allowed: action === 'allow', refused: null });
    if (action === 'allow') remember(true);
    await this.ask(action);
    if (action === 'forbid') remember(false);
  }

  dispose(): void {
    this.stop();
  }

  private async ask(action: KeepAction): Promise<void> {
    try {
      this.tell({ kept: await (await this.client()).keepResults(action) });
    } catch (thrown) {
      const refused = errorText(asTold(thrown, 'store-failed', t('run.notKept')));
      remember(false);
      this.tell({ allowed: false, kept: null, refused });
    }
  }

  private tell(change: Partial<ReturnType<ReviewStore['getState']>['keptResults']>): void {
    const keptResults = { ...this.store.getState().keptResults, ...change };
    this.store.dispatch({ type: 'kept-results', keptResults });
  }
}

function remembered(): boolean {
  try {
    return localStorage.getItem(REMEMBERED) === 'yes';
  } catch {
    return false; // storage refused: nothing is kept
  }
}

function remember(allowed: boolean): void {
  try {
    if (allowed) localStorage.setItem(REMEMBERED, 'yes');
    else localStorage.removeItem(REMEMBERED);
  } catch {
    // not remembered; the switch still works for this visit
  }
}
