import type { Host } from '../host/host.ts';
import { cssColour, RESEARCH_USE, SHORT_NAMES, type LayerId } from '../methods.ts';

const LABEL_CLASS = 'lacuna-viewport-label';

/**
 * Says in a viewport which methods' layers it shows, in their colours, and that they are for research.
 * Plain elements inside cornerstone's own element, which the viewer's React does not manage.
 */
export class ViewportLabels {
  private readonly labels = new Map<string, HTMLElement>();

  constructor(private readonly host: Host) {}

  /** No methods, no label. */
  set(viewportId: string, methods: readonly LayerId[]): void {
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
    label.replaceChildren(namesLine(methods), line(RESEARCH_USE, 'rgba(255, 255, 255, 0.8)'));
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
    bottom: '50px', // above the window and the image number, which fill the corners of a narrow viewport
    left: '50%',
    transform: 'translateX(-50%)',
    pointerEvents: 'none',
    padding: '2px 8px',
    borderRadius: '4px',
    background: 'rgba(0, 0, 0, 0.6)',
    font: '11px/1.35 Inter, system-ui, sans-serif',
    textAlign: 'center',
    whiteSpace: 'nowrap',
    zIndex: '5',
  });
  return label;
}

function namesLine(methods: readonly LayerId[]): HTMLElement {
  const element = line('', 'inherit');
  element.style.fontWeight = '600';
  for (const method of methods) {
    const name = document.createElement('span');
    name.textContent = SHORT_NAMES[method];
    name.style.color = cssColour(method);
    if (element.childElementCount > 0) element.append(' \u00b7 ');
    element.append(name);
  }
  return element;
}

function line(text: string, colour: string): HTMLElement {
  const element = document.createElement('div');
  element.textContent = text;
  element.style.color = colour;
  return element;
}
