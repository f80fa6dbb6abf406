import type { Host } from '../host/host.ts';
import { cssColour, METHOD_NAMES, RESEARCH_USE, type MethodId } from '../methods.ts';

const LABEL_CLASS = 'lacuna-viewport-label';

/**
 * Says in a viewport which methods' layers it shows, in their colours, and that they are for research.
 * Plain elements inside cornerstone's own element, which the viewer's React does not manage.
 */
export class ViewportLabels {
  private readonly labels = new Map<string, HTMLElement>();

  constructor(private readonly host: Host) {}

  /** No methods, no label. */
  set(viewportId: string, methods: readonly MethodId[]): void {
    const element: HTMLElement | undefined =
      this.host.services.cornerstoneViewportService.getCornerstoneViewport(viewportId)?.element;
    const old = this.labels.get(viewportId);
    if (!element || methods.length === 0) {
      old?.remove();
      this.labels.delete(viewportId);
      return;
    }
    const label = old?.parentElement === element ? old : element.appendChild(createLabel());
    if (old && old !== label) old.remove();
    this.labels.set(viewportId, label);
    const wanted = methods.join(' ');
    if (label.dataset['methods'] === wanted) return;
    label.dataset['methods'] = wanted;
    label.replaceChildren(...methods.map(methodLine), line(RESEARCH_USE, 'rgba(255, 255, 255, 0.75)'));
  }

  /** Takes away the labels of viewports that are gone. */
  keepOnly(viewportIds: readonly string[]): void {
    for (const [viewportId, label] of this.labels) {
      if (viewportIds.includes(viewportId)) continue;
      label.remove();
      this.labels.delete(viewportId);
    }
  }

  dispose(): void {
    this.keepOnly([]);
  }
}

function createLabel(): HTMLElement {
  const label = document.createElement('div');
  label.className = LABEL_CLASS;
  Object.assign(label.style, {
    position: 'absolute',
    top: '6px',
    left: '50%',
    transform: 'translateX(-50%)',
    pointerEvents: 'none',
    padding: '3px 8px',
    borderRadius: '4px',
    background: 'rgba(0, 0, 0, 0.6)',
    font: '12px/1.35 Inter, system-ui, sans-serif',
    textAlign: 'center',
    whiteSpace: 'nowrap',
    zIndex: '5',
  });
  return label;
}

function methodLine(method: MethodId): HTMLElement {
  const element = line(METHOD_NAMES[method], cssColour(method));
  element.style.fontWeight = '600';
  return element;
}

function line(text: string, colour: string): HTMLElement {
  const element = document.createElement('div');
  element.textContent = text;
  element.style.color = colour;
  return element;
}
