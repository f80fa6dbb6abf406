import { cssColour } from '../methods.ts';
import { t } from '../text/t.ts';
import { axisTicks, axisUnits, percentileText, zText } from './axis-labels.ts';
import { colourAt, type ColourMapId } from './colour-maps.ts';
import { bar, barFrame, handle, layerOf, narrowed, placed, text } from './bar-elements.ts';
import { mapName, shortMapName } from './map-name.ts';
import { heldWindow, type MapScale, type Range } from './map-scale.ts';
import { mapId, type ShownMap } from './shown-map.ts';
import { decimals } from '../text/numbers.ts';

export interface BarContent {
  readonly shown: ShownMap;
  readonly scale: MapScale;
  readonly window: Range;
  readonly colourMap: ColourMapId;
  readonly threshold: number | null;
  /** Room for one column of numbers only. */
  readonly narrow: boolean;
}

/** Of the window's limits, by an arrow key. */
const KEY_STEP = 0.01;
const GRADIENT_STOPS = 24;

/**
 * The colour bar of a map: its whole axis with the window as colours, healthy percentile on the left and z-score on
 * the right. The ends of the window and the part between them are dragged; with the focus on an end, arrows move it.
 */
export class ColourBar {
  readonly element = barFrame();
  private content: BarContent | undefined;
  private shown = '';
  private readonly upper = handle('upper');
  private readonly lower = handle('lower');
  private readonly bar = bar();
  /** What is written anew; the parts that are dragged and focused stay where they are. */
  private readonly writing = layerOf();
  private readonly heading = layerOf();

  constructor(private readonly onWindow: (shown: ShownMap, window: Range) => void) {
    this.bar.append(this.writing, this.upper, this.lower);
    this.element.append(this.heading, this.bar);
    this.drag(this.upper, ([low], start, moved) => [low, start[1] + moved]);
    this.drag(this.lower, ([, high], start, moved) => [start[0] + moved, high]);
    this.drag(this.bar, (_now, start, moved) => this.shifted(start, moved));
    this.keys(this.upper, ([low, high], step) => [low, high + step]);
    this.keys(this.lower, ([low, high], step) => [low + step, high]);
  }

  show(content: BarContent): void {
    this.content = content;
    const { shown, scale, window, colourMap, threshold, narrow } = content;
    const { clientWidth = 0, clientHeight = 0 } = this.element.parentElement ?? {};
    const look = [window, colourMap, threshold, narrow, clientWidth, clientHeight];
    const key = JSON.stringify([shown, scale.axis, scale.limits, ...look]);
    if (key === this.shown) return;
    this.shown = key;
    const name = mapName(shown);
    this.element.setAttribute('aria-label', t('maps.barOf', { name }));
    this.element.dataset['map'] = mapId(shown);
    narrowed(this.element, narrow);
    this.draw(content);
    this.describe(this.upper, t('maps.upperEnd', { name }), 1, content);
    this.describe(this.lower, t('maps.lowerEnd', { name }), 0, content);
  }

  private draw({ shown, scale, window, colourMap, threshold, narrow }: BarContent): void {
    const share = (position: number) => (position - scale.limits[0]) / (scale.limits[1] - scale.limits[0]);
    const [low, high] = [share(window[0]), share(window[1])];
    const colour = (u: number) => `rgb(${colourAt(colourMap, shown.layer, u).join(' ')})`;
    const stops = Array.from({ length: GRADIENT_STOPS }, (_, i) => {
      const u = i / (GRADIENT_STOPS - 1);
      return `${colour(u)} ${(100 * (low + u * (high - low))).toFixed(2)}%`;
    });
    const clear = `transparent ${(100 * low).toFixed(2)}%`;
    this.bar.style.background = `linear-gradient(to top, transparent 0%, ${clear}, ${stops.join(', ')}, ${colour(1)} 100%)`;
    this.upper.style.bottom = `${100 * high}%`;
    this.lower.style.bottom = `${100 * low}%`;
    const name = text(shortMapName(shown), 'name');
    name.style.color = cssColour(shown.layer);
    const units = axisUnits(scale);
    const textHeight = parseFloat(this.element.style.fontSize); // numbers that stand closer would touch
    const room = textHeight / Math.max(1, this.bar.clientHeight);
    const ticks = axisTicks(scale);
    const apart = ticks.filter(({ at }, i) => i === 0 || share(at) - share(ticks[i - 1]!.at) >= room);
    const scaleLabels = apart.flatMap(({ at, left, right }) => [
      placed(text(left, 'left'), share(at)),
      placed(text(narrow ? '' : right, 'right'), share(at)),
    ]);
    const mark = threshold === null ? -1 : share(scale.toAxis(threshold));
    const marks = mark >= 0 && mark <= 1 ? [placed(text('', 'threshold'), mark)] : [];
    this.writing.replaceChildren(...marks, ...scaleLabels);
    this.heading.replaceChildren(
      name,
      text(units.left, 'unit-left'),
      text(narrow ? '' : units.right, 'unit-right'),
    );
  }

  private describe(end: HTMLElement, label: string, which: 0 | 1, { scale, window }: BarContent): void {
    const value = scale.toValue(window[which]);
    const z = zText(scale, value);
    end.setAttribute('aria-label', label);
    end.setAttribute('aria-valuemin', String(scale.limits[0]));
    end.setAttribute('aria-valuemax', String(scale.limits[1]));
    end.setAttribute('aria-valuenow', window[which].toFixed(3));
    const said = [percentileText(scale, value), z && `z ${z}`].filter(Boolean).join(', ');
    end.setAttribute('aria-valuetext', said || decimals(window[which], 2));
    end.title = `${label}: ${said || decimals(window[which], 2)}`;
  }

  /** Both ends by the same distance, as far as the limits let them. */
  private shifted(start: Range, moved: number): Range {
    const { limits } = this.content!.scale;
    const held = Math.min(Math.max(moved, limits[0] - start[0]), limits[1] - start[1]);
    return [start[0] + held, start[1] + held];
  }

  private drag(part: HTMLElement, next: (now: Range, start: Range, moved: number) => Range): void {
    part.addEventListener('pointerdown', (event) => {
      const { content } = this;
      if (!content || event.button !== 0) return;
      event.stopPropagation();
      const { limits } = content.scale;
      const perPixel = (limits[1] - limits[0]) / Math.max(1, this.bar.clientHeight);
      const move = (moved: PointerEvent) =>
        this.ask(next(this.content!.window, content.window, (event.clientY - moved.clientY) * perPixel));
      const end = () => {
        part.removeEventListener('pointermove', move);
        part.removeEventListener('pointerup', end);
        part.removeEventListener('pointercancel', end);
      };
      part.setPointerCapture(event.pointerId);
      part.addEventListener('pointermove', move);
      part.addEventListener('pointerup', end);
      part.addEventListener('pointercancel', end);
    });
  }

  private keys(end: HTMLElement, next: (now: Range, step: number) => Range): void {
    end.addEventListener('keydown', (event) => {
      const direction = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1 }[event.key];
      const { content } = this;
      if (!direction || !content) return;
      event.preventDefault();
      event.stopPropagation(); // arrows scroll the images everywhere else
      const { limits } = content.scale;
      this.ask(next(content.window, direction * KEY_STEP * (limits[1] - limits[0])));
    });
  }

  private ask(window: Range): void {
    const content = this.content!;
    const held = heldWindow(content.scale, window);
    this.content = { ...content, window: held }; // the next key may come before the next frame
    this.onWindow(content.shown, held);
  }
}
