import { admitSeries } from '@lacuna/core/imaging/admission.ts';
import type { Admission, SliceHeader } from '@lacuna/core/imaging/admission-types.ts';
import type { Sequence } from '@lacuna/core/imaging/sequence-headers.ts';
import { recogniseSequence } from '@lacuna/core/imaging/sequence-recognition.ts';
import { splitSeries } from '@lacuna/core/imaging/split-series.ts';
import { t } from '../text/t.ts';

type Admitted = Extract<Admission, { kind: 'admitted' }>;

/**
 * The one stack of a series that can be run: the series itself, what is left without its localiser images, or of several
 * echoes, b-values or time points the only one that is admitted or of the wanted sequence. The order is of indices into
 * the given headers. Where no stack is the only one, the series is refused as it is.
 */
export function chooseStack(headers: readonly SliceHeader[], wanted: Sequence): Admission {
  const { parts, notes } = splitSeries(headers);
  const found = parts.flatMap((part) => {
    const own = part.indices.map((i) => headers[i]!);
    const admission = admitSeries(own);
    const { sequence } = recogniseSequence(own[0]?.sequence ?? {});
    return admission.kind === 'admitted' ? [{ part, admission, sequence }] : [];
  });
  const suited = found.length === 1 ? found : found.filter(({ sequence }) => sequence === wanted);
  const [only, ...more] = suited;
  if (!only || more.length > 0) return admitSeries(headers);
  const { part, admission } = only;
  const others = parts.filter((other) => other !== part).map(({ label }) => label);
  const choice =
    others.length === 0
      ? []
      : [t('series.stacks', { count: parts.length, label: part.label, others: others.join('; ') })];
  return {
    ...admission,
    order: admission.order.map((i) => part.indices[i]!),
    warnings: [...choice, ...notes, ...admission.warnings],
  } satisfies Admitted;
}
