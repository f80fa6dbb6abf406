import { useState } from 'react';
import { diagnosticsText } from '@lacuna/core/inference/backend/diagnostics.ts';
import type { Tried } from '@lacuna/core/inference/backend/choose.ts';
import { useReview } from '../panel/review-context.ts';
import { t } from '../text/t.ts';
import { latestDecision, measureAgain } from './decide.ts';
import { surroundings } from './surroundings.ts';
import { decimals } from '../text/numbers.ts';
import { say } from '../text/say.ts';
import { SOFTWARE_VERSION } from '../id.ts';

/** Which back-ends this computer has, which one is used and why; a report to copy; the choice made afresh. */
export function DiagnosticsSection() {
  const { backend, weights } = useReview().state;
  const [decision, setDecision] = useState(latestDecision);
  const [said, setSaid] = useState('');
  const [report, setReport] = useState('');
  const [busy, setBusy] = useState(false);

  const copy = async () => {
    const text = diagnosticsText({
      surroundings: await surroundings(),
      decision: latestDecision(),
      inUse: backend ?? undefined,
      weights:
        weights.kind === 'ready' ? { ...weights.info.manifest, sha256: weights.info.sha256 } : undefined,
      failure: weights.kind === 'failed' ? weights.sentence : undefined,
      version: SOFTWARE_VERSION,
      now: new Date(),
    });
    setReport(text);
    const copied = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setSaid(t(copied ? 'diagnostics.copied' : 'diagnostics.notCopied'));
  };
  const measure = async () => {
    setBusy(true);
    setSaid(t('diagnostics.measuring'));
    const found = await measureAgain();
    setDecision(found);
    setSaid(t(found ? 'diagnostics.measured' : 'diagnostics.failed'));
    setBusy(false);
  };
  return (
    <details className="lc-stack" data-cy="lacuna-diagnostics" onToggle={() => setDecision(latestDecision())}>
      <summary>{t('diagnostics.title')}</summary>
      {decision?.origin === 'in the meantime' && <p className="lc-muted">{t('diagnostics.trying')}</p>}
      <ul className="lc-stack lc-muted">
        {decision?.tried.map((tried) => (
          <li key={tried.id}>{sentence(tried)}</li>
        ))}
      </ul>
      <div className="lc-row lc-wrap">
        <button type="button" data-cy="lacuna-copy-diagnostics" onClick={() => void copy()}>
          {t('diagnostics.copy')}
        </button>
        <button type="button" data-cy="lacuna-measure-again" disabled={busy} onClick={() => void measure()}>
          {t('diagnostics.again')}
        </button>
      </div>
      <p role="status">{said}</p>
      {report && <textarea readOnly rows={6} value={report} aria-label={t('diagnostics.title')} />}
    </details>
  );
}

/** e.g. "WebAssembly, 2 threads: 61 ms, used". */
function sentence({ name, ms, dropped }: Tried): string {
  const time = ms === undefined ? [] : [`${decimals(ms, 0)} ms`];
  return `${say(name)}: ${[...time, dropped === undefined ? t('diagnostics.used') : say(dropped)].join(', ')}`;
}
