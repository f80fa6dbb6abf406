import { markup, type Markup } from '../markup.ts';
import type { CaseFigures, CaseRow, PictureContent, ReportContent } from '../content.ts';
import { figure, percent, share, whole } from '../numbers.ts';
import { caseDotsPlot, MOST_CASE_ROWS } from '../plots/case-dots.ts';
import { distributionPlot } from '../plots/distribution.ts';
import { legend } from '../plots/marks.ts';
import { table } from './tables.ts';

/** Distributions over cases, each case by name while there are few, and the table of all. */
export function casePlots({ methods, cases }: ReportContent): Markup {
  const scored = cases.filter(({ healthy }) => !healthy).length;
  if (scored === 0) return markup`<p>No case of this set has a truth, so no case has a Dice or an AP.</p>`;
  return markup`<div class="plots">
      <figure>
        ${distributionPlot(methods, cases, 'dice', 'Dice at the threshold in use')}
        <figcaption>Each point a case; below, the mean with its 95 % interval.</figcaption>
      </figure>
      <figure>
        ${distributionPlot(methods, cases, 'ap', 'AP')}
        <figcaption>Average precision of each case on its own.</figcaption>
      </figure>
    </div>
    ${legend(methods)}
    <figure>
      ${caseDotsPlot(methods, cases)}
      <figcaption>
        Dice of each case, largest truth on
        top${scored > MOST_CASE_ROWS && `; the ${MOST_CASE_ROWS} largest of ${scored}`}.
      </figcaption>
    </figure>`;
}

export function caseTable({ methods, cases }: ReportContent): Markup {
  const rows = cases.flatMap((one) => methods.map((method) => ({ one, method, of: one.methods[method.id] })));
  type Row = (typeof rows)[number];
  const column = (head: string, pick: (figures: CaseFigures) => string) => ({
    head,
    cell: ({ of }: Row) => (of ? pick(of) : '–'),
  });
  return markup`<details>
    <summary>All ${whole(cases.length)} cases (also in cases.csv)</summary>
    ${table(
      'Every case with every method. Dice, AP and AUROC of a case without truth are undefined.',
      [
        { head: 'Case', cell: ({ one }: Row) => one.id },
        { head: 'method', cell: ({ method }: Row) => method.name, text: true },
        { head: 'truth ml', cell: ({ one }: Row) => volume(one) },
        column('candidate ml', ({ predictedMl }) => figure(predictedMl)),
        column('Dice', ({ dice }) => share(dice)),
        column('best Dice', ({ diceOracle }) => share(diceOracle)),
        column('AP', ({ ap }) => share(ap)),
        column('AUROC', ({ auroc }) => share(auroc)),
        column('sensitivity', ({ sensitivity }) => share(sensitivity)),
        column('FPR', ({ fpr }) => percent(fpr)),
        column('lesions found / missed / false', ({ lesions }) =>
          lesions ? `${lesions.tp} / ${lesions.fn} / ${lesions.fp}` : '–',
        ),
        column('ms per slice', ({ msPerSlice }) => whole(msPerSlice)),
      ],
      rows,
    )}
  </details>`;
}

const volume = ({ healthy, truthMl }: CaseRow): string => (healthy ? 'none' : figure(truthMl));

export function leftOutList({ dataset: { leftOut } }: ReportContent): Markup {
  if (leftOut.length === 0) return markup`<p>Every case found in the set was run and scored.</p>`;
  return markup`<p>
      ${whole(leftOut.length)} ${leftOut.length === 1 ? 'case was' : 'cases were'} not run or not scored:
    </p>
    <div class="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">Case</th>
            <th scope="col" class="text">reason</th>
          </tr>
        </thead>
        <tbody>
          ${leftOut.map(
            ({ id, reason }) =>
              markup`<tr>
                <th scope="row">${id}</th>
                <td class="long">${reason}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

const RANKS: readonly PictureContent['rank'][] = ['worst', 'median', 'best'];

/** Worst, median and best cases: input, truth, maps, reconstructions. */
export function pictureSheets({ pictures }: ReportContent): Markup {
  if (pictures.length === 0) return markup`<p>No pictures: no case could be ranked.</p>`;
  return markup`${RANKS.flatMap((rank) => pictures.filter((picture) => picture.rank === rank)).map(
    ({ rank, caseId, slice, caption, panels }) =>
      markup`<h3>${rank[0]!.toUpperCase() + rank.slice(1)}: ${caseId}</h3>
          <p class="note">${caption}. Slice ${slice}, counted from 1 at the feet.</p>
          <div class="sheet">
            ${panels.map(
              ({ label, png, width, height }) =>
                markup`<figure>
                  <img
                    width="${width}"
                    height="${height}"
                    alt="${`${label}, ${caseId}, slice ${slice}`}"
                    src="${`data:image/png;base64,${Buffer.from(png).toString('base64')}`}"
                  />
                  <figcaption>${label}</figcaption>
                </figure>`,
            )}
          </div>`,
  )}
    <p class="note">
      Maps are laid over the darkened input: faint below the threshold in use, strong from it on. The truth's
      outline is green.
    </p>`;
}
