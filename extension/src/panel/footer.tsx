import type { BackendInfo } from '@lacuna/core/inference/session.ts';
import { useReview } from './review-context.ts';
import { withKey } from '../keys/present-keys.ts';
import { say } from '../text/say.ts';
import { t } from '../text/t.ts';

const BACKEND_NAMES: Readonly<Record<BackendInfo['id'], string>> = {
  webgpu: 'WebGPU',
  wasm: 'WASM',
  cpu: 'CPU',
};

/** What is never scrolled away: what computes, and what the results are not for. */
export function Footer() {
  const { state, dispatch } = useReview();
  const { backend } = state;
  const text = backend ? describeBackend(backend) : t('panel.backendIdle');
  return (
    <footer className="lc-footer">
      <div className="lc-row lc-footer-line">
        <p className="lc-muted lc-backend lc-grow" data-cy="lacuna-backend" title={text}>
          {text}
        </p>
        <button
          type="button"
          className="lc-link"
          data-cy="lacuna-help-open"
          title={withKey(t('help.title'), state.keys.help)}
          onClick={() => dispatch({ type: 'help', change: { open: true } })}
        >
          {t('help.title')}
        </button>
      </div>
      <p className="lc-research-use" role="note">
        {t('panel.researchUse')}
      </p>
    </footer>
  );
}

/** e.g. "WebAssembly, 2 threads (no adapter)"; a fall-back is never silent. */
export function describeBackend({ id, detail, fallbackReason }: BackendInfo): string {
  const what = detail.startsWith('WebAssembly') ? say(detail) : `${BACKEND_NAMES[id]}, ${say(detail)}`;
  return `${what}${fallbackReason ? ` (${say(fallbackReason)})` : ''}`;
}
