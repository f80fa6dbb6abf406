/** A method keeps its colour, line and mark wherever it is drawn, so that none of the three is needed to tell it apart. */
export interface MethodStyle {
  /** RGB on dark ground and over images, as in the viewer. */
  bright: readonly [number, number, number];
  /** The same hue, dark enough for lines and text on white (contrast of 4.5 and more). */
  onWhite: string;
  dash: string;
  mark: 'circle' | 'square' | 'diamond' | 'triangle';
}

const STYLES: Readonly<Record<string, MethodStyle>> = {
  'latent-bernoulli': { bright: [255, 176, 0], onWhite: '#8f5f00', dash: '', mark: 'circle' },
  'diffusion-ad': { bright: [0, 200, 255], onWhite: '#00708f', dash: '7 3', mark: 'square' },
  consensus: { bright: [255, 80, 200], onWhite: '#b3127d', dash: '2 3', mark: 'diamond' },
  'baseline-intensity': { bright: [170, 178, 190], onWhite: '#5c6470', dash: '9 3 2 3', mark: 'triangle' },
  'baseline-intensity-median5': {
    bright: [214, 186, 150],
    onWhite: '#7a5c37',
    dash: '4 4',
    mark: 'triangle',
  },
};
/** A method that this version has no style for. */
const OTHER: MethodStyle = { bright: [150, 230, 150], onWhite: '#23762f', dash: '1 2', mark: 'circle' };

export const styleOf = (id: string): MethodStyle => STYLES[id] ?? OTHER;

/** Class of a method's drawings; ids are the program's own, but nothing else may enter an attribute. */
export const methodClass = (id: string): string => (id in STYLES ? `m-${id}` : 'm-other');

const hex = (rgb: readonly number[]): string =>
  `#${rgb.map((v) => v.toString(16).padStart(2, '0')).join('')}`;

/** Custom properties with each method's colour on white and on dark ground. */
export function methodColours(ground: 'white' | 'dark'): string {
  return [...Object.entries(STYLES), ['other', OTHER] as const]
    .map(([id, style]) => `--m-${id}:${ground === 'white' ? style.onWhite : hex(style.bright)};`)
    .join('');
}

/** One rule per method that makes `--m` its colour and sets its line. */
export const methodRules = (): string =>
  [...Object.entries(STYLES), ['other', OTHER] as const]
    .map(
      ([id, style]) =>
        `.m-${id}{--m:var(--m-${id})}${style.dash ? `.m-${id}.line{stroke-dasharray:${style.dash}}` : ''}`,
    )
    .join('');
