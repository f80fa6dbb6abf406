import { markup, type Markup, trusted } from './markup.ts';
import type { ReportContent } from './content.ts';
import { percent, whole } from './numbers.ts';
import { calibrationPlot } from './plots/calibration.ts';
import { diceByThresholdPlot, precisionRecallPlot, rocPlot } from './plots/curves.ts';
import { differencesPlot } from './plots/differences.ts';
import { legend } from './plots/marks.ts';
import { strataPlot } from './plots/strata.ts';
import { casePlots, caseTable, leftOutList, pictureSheets } from './sections/cases.ts';
import {
  calibrationTable,
  casesTable,
  comparisonTable,
  otherLevelsTable,
  pooledTable,
  seedTable,
  strataTable,
} from './sections/tables.ts';
import { styleSheet } from './style.ts';

/** Nothing may be fetched or run: the page is one file, whoever opens it and wherever. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

const section = (id: string, title: string, body: Markup): Markup =>
  markup`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${body}
  </section> `;

/** The report as one HTML file without scripts and without requests. */
export function reportPage(content: ReportContent): string {
  const sections = [
    ['summary', 'Summary', summary(content)],
    ['curves', 'Curves', curves(content)],
    ['cases', 'Cases', markup`${casePlots(content)}${caseTable(content)}`],
    ['sizes', 'Lesion size', sizes(content)],
    ['comparison', 'Methods compared', comparison(content)],
    ['calibration', 'Calibration check', calibration(content)],
    ['pictures', 'Worst, median and best cases', pictureSheets(content)],
    ['left-out', 'Left out', leftOutList(content)],
    ['provenance', 'How this was made', provenance(content)],
    ['definitions', 'Definitions', terms(content.definitions)],
  ] as const;
  return markup`${trusted('<!DOCTYPE html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${content.title}</title>
        <style>
          ${trusted(styleSheet())}
        </style>
      </head>
      <body>
        <header>
          <h1>${content.title}</h1>
          <p class="faint">${content.dataset.name}, ${content.createdAt}</p>
          <p class="notice">${content.notice}</p>
        </header>
        <nav aria-label="Sections">
          <ul>
            ${sections.map(([id, title]) => markup`<li><a href="#${id}">${title}</a></li>`)}
          </ul>
        </nav>
        <main>${sections.map(([id, title, body]) => section(id, title, body))}</main>
      </body>
    </html> `.text;
}

function summary(content: ReportContent): Markup {
  const { dataset, methods, seeds } = content;
  const facts: [string, string][] = [
    ['cases with truth', whole(dataset.casesWithTruth)],
    ['healthy cases', whole(dataset.healthyCases)],
    ['subjects', whole(dataset.subjects)],
    ['slices', whole(dataset.slices)],
    ['brain pixels marked by the truth', percent(dataset.prevalence)],
    ['truth outside the brain mask', percent(dataset.truthOutsideBrain)],
    ['left out', whole(dataset.leftOut.length)],
  ];
  return markup`<dl class="facts">
      ${facts.map(
        ([term, value]) =>
          markup`<div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    ${dataset.warnings.map((warning) => markup`<p class="note">Note: ${warning}</p>`)} ${pooledTable(methods)}${casesTable(methods)}${otherLevelsTable(methods)}${seeds.length > 0 && seedTable(content)}`;
}

function curves({ methods, dataset }: ReportContent): Markup {
  const drawn = methods.filter(({ curves: { roc } }) => roc.length > 0);
  if (drawn.length === 0) return markup`<p>No case of this set has a truth, so there are no curves.</p>`;
  const exactness = [...new Set(drawn.map(({ curves: one }) => one.exactness))];
  return markup`${legend(drawn)}
    <div class="plots">
      <figure>
        ${precisionRecallPlot(drawn, dataset.prevalence)}
        <figcaption>Precision and recall. Dashed: a random map.</figcaption>
      </figure>
      <figure>
        ${rocPlot(drawn)}
        <figcaption>ROC. Marks: the thresholds in use.</figcaption>
      </figure>
    </div>
    <h3>Dice against the threshold</h3>
    <div class="plots">
      ${drawn.map(
        (method) =>
          markup`<figure>
            ${diceByThresholdPlot(method)}
            <figcaption>${method.name}</figcaption>
          </figure>`,
      )}
    </div>
    <p class="note">
      Full line: the threshold in use, with the Dice it gives. Dashed: the calibrated thresholds of 1, 5 and
      10 % healthy false-positive rate. Ring: the best threshold, known only with the truth.
    </p>
    ${exactness.map((sentence) => markup`<p class="note">${sentence}</p>`)}`;
}

function sizes(content: ReportContent): Markup {
  if (!content.strata.some(({ lesions }) => lesions > 0))
    return markup`<p>No lesions in the truth of this set.</p>`;
  return markup`${legend(content.methods)}
    <figure>${strataPlot(content.methods, content.strata)}</figure>
    ${strataTable(content)}`;
}

function comparison(content: ReportContent): Markup {
  if (content.comparisons.length === 0)
    return markup`<p>Nothing to compare: fewer than two methods, or too few cases with truth.</p>`;
  const nameOf = (id: string): string => content.methods.find((one) => one.id === id)?.name ?? id;
  return markup`<figure>${differencesPlot(content.comparisons, nameOf)}</figure>
    ${comparisonTable(content)}`;
}

function calibration({ methods }: ReportContent): Markup {
  const measured = methods.some((method) => method.calibration.some((point) => point.measured !== null));
  if (!measured)
    return markup`<p>
      This set has no healthy pixels to measure false positives on, or its weights no calibrated thresholds.
    </p>`;
  return markup`${legend(methods)}
    <figure>
      ${calibrationPlot(methods)}
      <figcaption>On the dashed line, the thresholds keep what they promise.</figcaption>
    </figure>
    ${calibrationTable(methods)}`;
}

const terms = (entries: readonly (readonly [string, string])[], hashes = false): Markup =>
  markup`<dl class="terms${hashes && ' hashes'}">
    ${entries.map(
      ([term, meaning]) =>
        markup`<dt>${term}</dt>
          <dd>${meaning}</dd>`,
    )}
  </dl>`;

const provenance = ({ provenance: groups }: ReportContent): Markup =>
  markup`${groups.map(
    ({ heading, entries }) =>
      markup`<h3>${heading}</h3>
        ${terms(entries, /hash|SHA/i.test(heading))}`,
  )}`;
