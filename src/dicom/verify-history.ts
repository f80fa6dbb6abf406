import type { DataSet } from 'dicom-parser';
import { items, plainText, unicodeText } from './element-values.ts';
import type { Findings } from './verify-findings.ts';

/** What an object must say of its past. */
export interface ExpectedHistory {
  /** Segments that a person changed and of which the request says how. */
  readonly edits: number;
  readonly predecessors: readonly { readonly sopInstanceUID: string; readonly seriesInstanceUID: string }[];
}

const MODIFYING_EQUIPMENT = '109103';
const TEMPORAL_PREDECESSOR = '121348';

/**
 * That an object names the earlier ones whose place it takes, has a series of its own beside theirs, and keeps what a
 * person changed. Without `expected` only that it does not name itself.
 */
export function verifyHistory(
  dataSet: DataSet,
  expected: ExpectedHistory | undefined,
  findings: Findings,
): void {
  const named = items(dataSet, 'x00081140')
    .filter((item) => codeOf(item, 'x0040a170') === TEMPORAL_PREDECESSOR)
    .map((item) => plainText(item, 'x00081155') ?? '');
  verifyPredecessors(dataSet, named, expected, findings);
  if (!expected) return;
  const edits = items(dataSet, 'x0018a001').filter(
    (item) =>
      codeOf(item, 'x0040a170') === MODIFYING_EQUIPMENT &&
      /^Edited by .*\d+ voxels added, \d+ removed/.test(unicodeText(item, 'x0018a003') ?? ''),
  );
  findings.check(
    edits.length === expected.edits,
    'edit history',
    `The object describes ${edits.length} changes by a person; there were ${expected.edits}.`,
  );
}

/** @param named SOP Instance UIDs of the earlier objects in the file */
export function verifyPredecessors(
  dataSet: DataSet,
  named: readonly string[],
  expected: Pick<ExpectedHistory, 'predecessors'> | undefined,
  findings: Findings,
): void {
  const own = plainText(dataSet, 'x00080018') ?? '';
  const ownSeries = plainText(dataSet, 'x0020000e');
  findings.check(!named.includes(own), 'predecessor', 'The object names itself as an earlier one.');
  if (!expected) return;
  const wanted = expected.predecessors.map(({ sopInstanceUID }) => sopInstanceUID);
  findings.check(
    [...named].sort().join() === [...wanted].sort().join(),
    'predecessor',
    'The object does not name the earlier ones whose place it takes.',
  );
  findings.check(
    !wanted.includes(own) &&
      expected.predecessors.every(({ seriesInstanceUID }) => seriesInstanceUID !== ownSeries),
    'own identity',
    'The object would overwrite the earlier one.',
  );
}

function codeOf(item: DataSet, tag: string): string | undefined {
  const code = items(item, tag)[0];
  return code && plainText(code, 'x00080100');
}
