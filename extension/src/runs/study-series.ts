import {
  sequenceGuard,
  sequenceOfWeights,
  type SequenceVerdict,
} from '@lacuna/core/imaging/sequence-guard.ts';
import { recogniseSequence } from '@lacuna/core/imaging/sequence-recognition.ts';
import { sequenceHeaders } from '../guard/sequence-headers.ts';
import type { Host } from '../host/host.ts';
import type { DisplaySet, Instance } from '../host/ohif-types.ts';
import { admitDisplaySet, type ReviewSeries } from '../series/review-series.ts';
import { errorText, say } from '../text/say.ts';

/** Whether a series of the study can be run, and why (not). */
export type Eligibility =
  | { kind: 'eligible'; sentence: string }
  /** Its header does not tell the sequence; left to a person. */
  | { kind: 'unsure'; sentence: string }
  | { kind: 'refused'; sentence: string };

export interface StudySeries {
  /** SeriesInstanceUID. */
  readonly key: string;
  readonly displaySetInstanceUID: string;
  /** Description and number, for people. */
  readonly name: string;
  readonly sliceCount: number;
  readonly eligibility: Eligibility;
  /** Absent where it was refused for its geometry. */
  readonly series?: ReviewSeries;
}

/** The MR series of the open study, in order of their numbers. @param manifestSequence what the weights know */
export function studySeries({ services, libraries }: Host, manifestSequence: string): StudySeries[] {
  const { metaData } = libraries().cornerstone;
  const seen = new Set<string>();
  const listed: StudySeries[] = [];
  const inOrder = [...services.displaySetService.getActiveDisplaySets()].sort(
    (a, b) => numberOf(a) - numberOf(b),
  );
  for (const displaySet of inOrder) {
    if (displaySet.isOverlayDisplaySet || displaySet.Modality !== 'MR') continue;
    if (seen.has(displaySet.SeriesInstanceUID)) continue; // after a STOW some are listed twice
    seen.add(displaySet.SeriesInstanceUID);
    const instanceOf = (imageId: string) => metaData.get('instance', imageId) as Instance | undefined;
    listed.push(entry(displaySet, instanceOf, manifestSequence));
  }
  return listed;
}

function entry(
  displaySet: DisplaySet,
  instanceOf: (imageId: string) => Instance | undefined,
  manifestSequence: string,
): StudySeries {
  const imageIds = displaySet.imageIds ?? imageIdsOf(displaySet.instances ?? []);
  const { SeriesInstanceUID: key, SeriesDescription, SeriesNumber, displaySetInstanceUID } = displaySet;
  const name = [SeriesDescription, SeriesNumber !== undefined && `(${SeriesNumber})`]
    .filter(Boolean)
    .join(' ');
  const common = { key, displaySetInstanceUID, name, sliceCount: imageIds.length };
  const admission = admitDisplaySet(
    { ...displaySet, imageIds },
    instanceOf,
    sequenceOfWeights(manifestSequence),
  );
  if (admission.kind === 'refused')
    return { ...common, eligibility: { kind: 'refused', sentence: errorText(admission.error) } };
  const { series } = admission;
  const recognised = recogniseSequence(sequenceHeaders(series.slices[0]!.instance));
  const verdict = sequenceGuard(manifestSequence, recognised);
  return { ...common, eligibility: eligibilityOf(verdict, recognised.rule), series };
}

function eligibilityOf(verdict: SequenceVerdict, rule: string): Eligibility {
  if (verdict.kind === 'suits') return { kind: 'eligible', sentence: say(rule) };
  if (verdict.kind === 'unsure') return { kind: 'unsure', sentence: say(verdict.sentence) };
  return { kind: 'refused', sentence: errorText(verdict.error) };
}

/** Those without a number come last. */
const numberOf = ({ SeriesNumber }: DisplaySet): number => {
  const number = Number(SeriesNumber ?? Number.NaN);
  return Number.isFinite(number) ? number : Number.MAX_SAFE_INTEGER;
};

/** Of a series that no viewport has shown yet. */
function imageIdsOf(instances: readonly Instance[]): string[] {
  return instances.flatMap(({ imageId }) => (typeof imageId === 'string' ? [imageId] : []));
}
