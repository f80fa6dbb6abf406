/**
 * How much later the first image is on the screen in our mode than in OHIF's basic viewer, on the same study, in turns.
 * `opening-time.ts 9` makes nine rounds; each has a browser context of its own, so that nothing is cached, and a second
 * opening in it with what the first has left. By hand, after a build.
 */
import assert from 'node:assert/strict';
import type { BrowserContext } from 'playwright-core';
import { firstBuiltInStudy } from '../support/built-in-studies.ts';
import { Checks } from '../support/checks.ts';
import { NAMES } from '../support/names.ts';
import { launchViewer } from '../support/launch.ts';

const ROUNDS = Number(process.argv[2] ?? 3);
const ADDED_MS = 1_500;
const MODES = ['viewer', 'anomaly'] as const;
type Mode = (typeof MODES)[number];

const { studyInstanceUID } = firstBuiltInStudy();

interface Opening {
  /** From navigation to the first image drawn, ms. */
  image: number;
  /** To the panel with its buttons; of our mode only. */
  panel: number;
  /** To weights that are verified and in place. */
  weights: number;
}
interface Noted {
  lacunaOpening: Partial<Opening>;
}

const viewer = await launchViewer();
const checks = new Checks();
const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!;

/** Runs in the page from its first moment. */
function note(): void {
  const noted = ((globalThis as unknown as Noted).lacunaOpening = {} as Partial<Opening>);
  const watch = () => {
    const now = performance.now();
    if (document.querySelector('[data-cy="lacuna-run-slice"]')) noted.panel ??= now;
    const weights = document.querySelector('[data-cy="lacuna-weights"]')?.textContent ?? '';
    if (/, [0-9a-f]{8}$/.test(weights)) noted.weights ??= now;
    requestAnimationFrame(watch);
  };
  watch();
  // Sent to the viewport's element, and not bubbling.
  document.addEventListener(
    'CORNERSTONE_IMAGE_RENDERED',
    () => {
      const { cornerstone } = globalThis as unknown as {
        cornerstone?: { getRenderingEngines(): { getViewports(): { getImageData?(): unknown }[] }[] };
      };
      const [viewport] = cornerstone?.getRenderingEngines()[0]?.getViewports() ?? [];
      if (viewport?.getImageData?.()) noted.image ??= performance.now();
    },
    true,
  );
}

async function open(context: BrowserContext, mode: Mode): Promise<Opening> {
  const page = await context.newPage();
  await page.addInitScript(NAMES);
  await page.addInitScript(note);
  await page.goto(`${viewer.address}${mode}?StudyInstanceUIDs=${studyInstanceUID}`);
  const wanted = mode === 'viewer' ? ['image'] : ['image', 'panel', 'weights'];
  await page.waitForFunction(
    (names) => names.every((name) => name in (globalThis as unknown as Noted).lacunaOpening),
    wanted,
    { timeout: 60_000 },
  );
  const opening = await page.evaluate(() => (globalThis as unknown as Noted).lacunaOpening);
  await page.close();
  return { image: NaN, panel: NaN, weights: NaN, ...opening };
}

const openings: Record<'first' | 'again', Record<Mode, Opening[]>> = {
  first: { viewer: [], anomaly: [] },
  again: { viewer: [], anomaly: [] },
};
for (let round = 0; round < ROUNDS; round++) {
  const turns = round % 2 === 0 ? MODES : [...MODES].reverse();
  for (const mode of turns) {
    const context = await viewer.browser.newContext({ viewport: { width: 1280, height: 800 } });
    for (const visit of ['first', 'again'] as const) openings[visit][mode].push(await open(context, mode));
    await context.close();
  }
}

for (const visit of ['first', 'again'] as const)
  await checks.check(`opened for the ${visit === 'first' ? 'first' : 'second'} time`, () => {
    const image = (mode: Mode) => median(openings[visit][mode].map((opening) => opening.image));
    const added = image('anomaly') - image('viewer');
    const of = (what: keyof Opening) => median(openings[visit].anomaly.map((opening) => opening[what]));
    console.log(
      `       first image: basic viewer ${image('viewer').toFixed(0)} ms, ours ${image('anomaly').toFixed(0)} ms, ` +
        `added ${added.toFixed(0)} ms (${(image('anomaly') / image('viewer')).toFixed(2)}x); ` +
        `panel ${of('panel').toFixed(0)} ms, weights ${of('weights').toFixed(0)} ms; ${ROUNDS} rounds`,
    );
    assert.ok(added <= ADDED_MS, `${added} ms`);
  });

await viewer.close();
checks.finish();
