import type { BackendInfo } from '../session.ts';
import type { BackendDecision } from './find-backend.ts';
import type { Surroundings } from './candidates.ts';

export interface DiagnosticFacts {
  surroundings: Surroundings;
  /** Absent while it is not known, or where a back-end was demanded. */
  decision?: BackendDecision;
  /** What computes now; absent before it is up. */
  inUse?: BackendInfo;
  weights?: { id: string; version: string; sha256: string };
  /** The last failure of the engine, as its sentence. */
  failure?: string;
  version: string;
  now: Date;
}

/**
 * A report for whoever helps with a slow or failing computer, as plain text. It names the computer, the runtime and the
 * weights, and nothing of a patient, a study or an address.
 */
export function diagnosticsText(facts: DiagnosticFacts): string {
  const { surroundings: around, decision, inUse, weights, failure, version, now } = facts;
  const { adapter } = around;
  const lines = [
    `Lacuna ${version}, diagnostics of ${now.toISOString()} (no patient data)`,
    `Browser: ${around.userAgent}`,
    `Processors: ${around.processors}; cross-origin isolated: ${around.crossOriginIsolated ? 'yes' : 'no'}`,
    `onnxruntime-web: ${around.ortVersion}`,
    `Weights: ${weights ? `${weights.id} ${weights.version}, SHA-256 ${weights.sha256}` : 'not loaded'}`,
    `In use: ${inUse ? `${inUse.id}, ${inUse.detail}${inUse.fallbackReason ? ` (${inUse.fallbackReason})` : ''}` : 'nothing yet'}`,
    ...(failure ? [`Failure: ${failure}`] : []),
    adapter
      ? `Graphics adapter: ${adapter.name}${adapter.software ? ' (software)' : ''}`
      : `Graphics adapter: none (${around.noAdapterReason ?? 'unknown'})`,
  ];
  if (adapter) {
    lines.push(`  features: ${adapter.features.join(', ') || 'none'}`);
    lines.push(
      `  limits: ${
        Object.entries(adapter.limits)
          .map(([name, n]) => `${name} ${n}`)
          .join(', ') || 'unknown'
      }`,
    );
  }
  if (decision) {
    lines.push(`Back-ends (${decision.origin}${decision.measuredAt ? ` ${decision.measuredAt}` : ''}):`);
    for (const { name, ms, firstMs, difference, dropped } of decision.tried) {
      const time = ms === undefined ? [] : [`${ms.toFixed(1)} ms, first ${(firstMs ?? ms).toFixed(0)} ms`];
      const error = difference === undefined ? [] : [`differs by ${difference.toExponential(1)}`];
      lines.push(
        `  ${[name, ...time, ...error, dropped === undefined ? 'used' : `not used: ${dropped}`].join('; ')}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}
