import type { PointFigures } from './points.ts';

const WIDTH = 720;
const HEIGHT = 400;
const LEFT = 70;
const RIGHT = 150;
const TOP = 20;
const BOTTOM = 50;
const COLOURS = ['#0072b2', '#d55e00', '#009e73'];

/** Average precision against denoiser calls (logarithmic), one line for each noise level; the default is ringed. */
export function picture(
  points: readonly PointFigures[],
  byDefault: { noiseLevel: number; steps: number },
): string {
  const shown = points.filter(
    (p): p is PointFigures & { averagePrecision: number } =>
      p.settledSteps === 0 && p.averagePrecision !== null,
  );
  const most = Math.max(...shown.map(({ steps }) => steps));
  const values = shown.map(({ averagePrecision }) => averagePrecision);
  const low = Math.floor((Math.min(...values) - 0.005) * 50) / 50;
  const high = Math.ceil((Math.max(...values) + 0.005) * 50) / 50;
  const x = (steps: number) => LEFT + ((WIDTH - LEFT - RIGHT) * Math.log(steps)) / Math.log(most);
  const y = (value: number) => HEIGHT - BOTTOM - ((HEIGHT - TOP - BOTTOM) * (value - low)) / (high - low);
  const text = (at: [number, number], anchor: string, content: string) =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" text-anchor="${anchor}">${content}</text>`;
  const line = (from: [number, number], to: [number, number]) =>
    `<line x1="${from[0].toFixed(1)}" y1="${from[1].toFixed(1)}" x2="${to[0].toFixed(1)}" y2="${to[1].toFixed(1)}" stroke="#ddd"/>`;

  const parts: string[] = [];
  for (let value = low; value <= high + 1e-9; value += 0.01) {
    parts.push(line([LEFT, y(value)], [WIDTH - RIGHT, y(value)]));
    parts.push(text([LEFT - 8, y(value) + 4], 'end', value.toFixed(2)));
  }
  for (const steps of new Set(shown.map((point) => point.steps)))
    parts.push(text([x(steps), HEIGHT - BOTTOM + 18], 'middle', String(steps)));
  parts.push(text([(LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10], 'middle', 'denoiser calls a slice'));
  parts.push(
    `<text transform="translate(18 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">average precision</text>`,
  );
  const levels = [...new Set(shown.map(({ noiseLevel }) => noiseLevel))];
  for (const [i, level] of levels.entries()) {
    const colour = COLOURS[i % COLOURS.length]!;
    const mine = shown.filter(({ noiseLevel }) => noiseLevel === level).sort((a, b) => a.steps - b.steps);
    const path = mine.map((p) => `${x(p.steps).toFixed(1)},${y(p.averagePrecision).toFixed(1)}`).join(' ');
    parts.push(`<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`);
    for (const p of mine) {
      const at = `cx="${x(p.steps).toFixed(1)}" cy="${y(p.averagePrecision).toFixed(1)}"`;
      // A point measured on fewer slices than the others is hollow.
      const whole = p.slices === shown[0]!.slices;
      parts.push(`<circle ${at} r="4" fill="${whole ? colour : '#fff'}" stroke="${colour}"/>`);
      if (level === byDefault.noiseLevel && p.steps === byDefault.steps)
        parts.push(`<circle ${at} r="9" fill="none" stroke="#000"/>`);
    }
    const last = mine.at(-1)!;
    parts.push(
      `<text x="${x(last.steps) + 10}" y="${y(last.averagePrecision) + 4}" fill="${colour}">L = ${level}</text>`,
    );
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13"><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>${parts.join('\n')}</svg>\n`;
}
