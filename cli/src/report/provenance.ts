import type { Summary } from '../evaluate/summary-types.ts';
import type { ReportContent } from './content.ts';
import { clock } from '../progress.ts';

/** How a run was made: what it takes to make it again, and on what it was made. */
export function provenanceOf({
  summary,
  folder,
}: {
  summary: Summary;
  folder: string;
}): ReportContent['provenance'] {
  const { settings, weights, software, host, timing, dataset, seed, not_run } = summary;
  const entries = (list: readonly (readonly [string, string | number | null | undefined])[]) =>
    list.flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, String(value)] as const],
    );
  return [
    {
      heading: 'Settings',
      entries: entries([
        ['seed', seed],
        ['protocol', settings.protocol],
        ['sequence', settings.sequence],
        ['back-end', settings.backend],
        ['smallest candidate region', `${settings.minimum_region_area_mm2} mm²`],
        ...Object.entries(settings.methods).map(
          ([id, values]) =>
            [
              id,
              Object.entries(values)
                .map(([name, value]) => `${name} ${value}`)
                .join(', '),
            ] as const,
        ),
        ...not_run.map(({ method, reason }) => [`${method}: not run`, reason] as const),
      ]),
    },
    {
      heading: 'Weights',
      entries: entries([
        ['bundle', `${weights.id} ${weights.version}`],
        ['trained for', weights.sequence],
      ]),
    },
    {
      heading: 'SHA-256',
      entries: entries([
        ['weights', weights.sha256],
        ['calibration file', weights.calibration_file],
        ['data set', dataset.sha256],
        ['settings', settings.hash],
      ]),
    },
    { heading: 'Versions', entries: entries(Object.entries(software)) },
    {
      heading: 'Hardware and time',
      entries: entries([
        ['processor', `${host.cpu}, ${host.cores} cores, ${host.memory_gib} GiB`],
        ['runtime', host.backend_detail],
        ['time of the run', timing.wall_ms === null ? null : clock(timing.wall_ms / 1000)],
        ['cases run, taken over', `${timing.cases_run}, ${timing.cases_resumed}`],
        [
          'outside inference',
          timing.overhead_share === null ? null : `${(100 * timing.overhead_share).toFixed(1)} %`,
        ],
      ]),
    },
    {
      heading: 'Files',
      entries: entries([
        ['beside this page', 'summary.json, cases.csv, slices.csv'],
        ['folder', folder.split(/[/\\]/).at(-1)],
      ]),
    },
  ];
}
