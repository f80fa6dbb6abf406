import { FLAIR_DESCRIPTION } from '../source-case.ts';
import { type FoundStudy, searchSeries, searchStudies } from '../dicomweb/search.ts';
import type { FoundCases } from './found-cases.ts';

/** Results that Lacuna itself stored are no truth. */
const OWN_RESULT = /anomaly candidates|candidate regions/i;

/**
 * Cases of a DICOMweb server: one per study with MR series. Of several, the one described as FLAIR is taken, else all are, and the
 * reader chooses as for a folder. The truth is the one series of segmentations (DICOM SEG) of the study.
 * @param only one study
 * @throws LacunaError see getFromWeb
 */
export async function dicomWebCases(
  root: string,
  only: string | undefined,
  signal?: AbortSignal,
): Promise<FoundCases> {
  const found: FoundCases = { cases: [], skipped: [] };
  const studies =
    only === undefined ? await searchStudies(root, signal) : [{ uid: only, patientId: undefined }];
  const subjects = subjectsOf(studies);
  for (const { uid: study } of studies) {
    const series = await searchSeries(root, study, signal);
    const images = series.filter(({ modality }) => modality === 'MR');
    const flair = images.filter(({ description }) => FLAIR_DESCRIPTION.test(description));
    const truths = series.filter(
      ({ modality, description }) => modality === 'SEG' && !OWN_RESULT.test(description),
    );
    const skip = (reason: string) =>
      found.skipped.push({ kind: 'skipped', id: study, code: 'invalid-argument', reason });
    if (images.length === 0) {
      if (only !== undefined || truths.length > 0) skip('The study has no MR series on the server.');
    } else if (truths.length > 1)
      skip(`The study has ${truths.length} series of DICOM SEG; it is not clear which is the truth.`);
    else
      found.cases.push({
        id: study,
        subject: subjects.get(study)!,
        image: {
          kind: 'dicomweb',
          study,
          series: (flair.length === 1 ? flair : images).map(({ uid }) => uid).sort(),
        },
        truth: truths[0] ? { kind: 'dicomweb-seg', study, series: truths[0].uid } : { kind: 'none' },
      });
  }
  return found;
}

/** Studies of one patient are one subject, named by the first study: the patient's number is not written anywhere. */
function subjectsOf(studies: readonly FoundStudy[]): Map<string, string> {
  const first = new Map<string, string>();
  const subjects = new Map<string, string>();
  for (const { uid, patientId } of [...studies].sort((a, b) => (a.uid < b.uid ? -1 : 1))) {
    if (patientId !== undefined && !first.has(patientId)) first.set(patientId, uid);
    subjects.set(uid, (patientId !== undefined && first.get(patientId)) || uid);
  }
  return subjects;
}
