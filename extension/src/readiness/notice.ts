import type { LacunaErrorCode } from '@lacuna/core/errors.ts';
import type { ReviewState } from '../state/review-state.ts';
import { runBlockedBy } from '../state/selectors.ts';
import { t } from '../text/t.ts';
import { decimals } from '../text/numbers.ts';

const MB = 1e6;

/** What the panel says beside the status, and what can be done about it. */
export interface Notice {
  readonly kind:
    'loading' | 'warming' | 'restarting' | 'recovered' | 'failed' | 'partial' | 'recalled' | 'offline';
  readonly sentence: string;
  /** Of the step, 0..1, where it is known. */
  readonly share?: number;
  /** `again`: what failed; `go-on`: what a cancelled or failed run has left. */
  readonly action?: 'again' | 'go-on';
}

/** Everything that has to be said now, the most urgent first; usually nothing. */
export function noticesOf(state: ReviewState): Notice[] {
  const all = [
    aboutWeights(state),
    aboutRun(state),
    aboutWorker(state),
    aboutRecalled(state),
    aboutConnection(state),
  ];
  return all.filter((notice) => notice !== undefined);
}

function aboutWeights(state: ReviewState): Notice | undefined {
  const { weights, readiness } = state;
  switch (weights.kind) {
    case 'idle':
      return undefined;
    case 'loading': {
      const { loadedBytes, totalBytes } = weights;
      if (totalBytes === 0) return { kind: 'loading', sentence: t('readiness.loading') };
      if (loadedBytes >= totalBytes) return { kind: 'loading', sentence: t('readiness.settingUp'), share: 1 };
      const [loaded, total] = [loadedBytes, totalBytes].map((bytes) => decimals(bytes / MB, 1));
      const sentence = t('readiness.loadingMb', { loaded: loaded!, total: total! });
      return { kind: 'loading', sentence, share: loadedBytes / totalBytes };
    }
    case 'restarting':
      return { kind: 'restarting', sentence: t('readiness.restarting', { reason: weights.reason }) };
    case 'failed':
      // The sentence itself is the status, unless a failed run has the word.
      return { kind: 'failed', sentence: adviceFor(weights.code), action: 'again' };
    case 'ready':
      if (readiness.restarting) {
        const { reason, share } = readiness.restarting;
        return { kind: 'restarting', sentence: t('readiness.restarting', { reason }), share };
      }
      return readiness.warming && runBlockedBy(state) === undefined
        ? { kind: 'warming', sentence: t('readiness.warming') }
        : undefined;
  }
}

function aboutRun({ run, weights }: ReviewState): Notice | undefined {
  if (run.kind !== 'cancelled' && run.kind !== 'failed') return undefined;
  const { done = 0, total = 0 } = run;
  const missing = total - done;
  if (run.kind === 'cancelled') {
    if (missing <= 0) return undefined;
    return { kind: 'partial', sentence: t('readiness.missing', { count: missing, total }), action: 'go-on' };
  }
  if (total === 0 || weights.kind === 'failed') return undefined; // nothing was run, or the weights come first
  const left = done > 0 ? ` ${t('readiness.keptOf', { done, total })}` : '';
  return {
    kind: 'failed',
    sentence: adviceFor(run.code) + left,
    action: done > 0 ? 'go-on' : 'again',
  };
}

function aboutWorker({ weights, readiness }: ReviewState): Notice | undefined {
  const { recoveredFrom, restarting, fellBack } = readiness;
  if (recoveredFrom === null || restarting || weights.kind !== 'ready') return undefined;
  const sentence = t(fellBack ? 'readiness.fellBack' : 'readiness.recovered', { reason: recoveredFrom });
  return { kind: 'recovered', sentence };
}

function aboutRecalled({ readiness, run }: ReviewState): Notice | undefined {
  if (readiness.recalled === 0 || run.kind !== 'idle') return undefined;
  return { kind: 'recalled', sentence: t('readiness.recalled', { count: readiness.recalled }) };
}

function aboutConnection({ readiness, weights }: ReviewState): Notice | undefined {
  if (!readiness.offline) return undefined;
  const sentence = t(weights.kind === 'ready' ? 'readiness.offline' : 'readiness.offlineWithout');
  return { kind: 'offline', sentence };
}

/** What a person can do, where the sentence of the failure does not say it already. */
function adviceFor(code: LacunaErrorCode | undefined): string {
  switch (code) {
    case 'weights-missing':
    case 'weights-altered':
    case 'weights-invalid':
      return t('readiness.adviseWeights');
    case 'out-of-memory':
      return t('readiness.adviseMemory');
    case 'images-unreachable':
      return t('readiness.adviseServer');
    case 'worker-crashed':
    case 'timeout':
    case 'bad-output':
      return t('readiness.adviseWorker');
    case 'backend-unavailable':
      return t('readiness.adviseBackend');
    default:
      return t('readiness.adviseAgain');
  }
}
