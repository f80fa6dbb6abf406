import type { BackendInfo } from '@lacuna/core/inference/session.ts';
import { useReview } from './review-context.ts';
import { say } from '../text/say.ts';
import { t } from '../text/t.ts';

const BACKEND_NAMES: Readonly<Record<BackendInfo['id'], string>> = {
  webgpu: 'WebGPU',
  wasm: 'WASM',
  cpu: 'CPU',
};

/** What is never scrolled away: what computes, and what the results are not for. */
export function Footer() {
  const { backend } = useReview().state;
  const text = backend ? describeBackend(backend) : t('panel.backendIdle');
  return (
    <footer className="lc-footer">
      <p className="lc-muted lc-backend" data-cy="lacuna-backend" title={text}>
        {text}
      </p>
      <p className="lc-research-use" role="note">
        {t('panel.researchUse')}
      </p>
    </footer>
  );
}

/** e.g. "WASM, 2 threads (no adapter)"; a fall-back is never silent. */
export function describeBackend({ id, detail, fallbackReason }: BackendInfo): string {
  return `${BACKEND_NAMES[id]}, ${say(detail)}${fallbackReason ? ` (${say(fallbackReason)})` : ''}`;
}
