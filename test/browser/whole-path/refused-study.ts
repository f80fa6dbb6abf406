import { writeStudy } from '../support/write-study.ts';

/** Copies a study as a CT with other UIDs: a series that the viewer shows and the detectors refuse. */
export function writeRefusedStudy(from: string, to: string): string {
  const modality = { '00080060': { vr: 'CS', Value: ['CT'] } };
  return writeStudy(from, to, '2.25.4711', [{ name: 'AX FLAIR (synthetic)', number: 1, changes: modality }]);
}
