import type { Vec3 } from '@lacuna/core/imaging/series.ts';
import type { CornerstoneViewport } from '../host/ohif-types.ts';

const MARKER_CLASS = 'lacuna-shared-pointer';
const MARKER_SIZE = 17;

/** Where the mouse is in the patient, seen from one viewport. */
export class PointerSource {
  /** A destroyed viewport has none any more. */
  private readonly element: HTMLElement;

  constructor(
    private readonly viewport: CornerstoneViewport,
    private readonly onMove: (world: Vec3 | null) => void,
  ) {
    this.element = viewport.element;
    this.element.addEventListener('mousemove', this.move);
    this.element.addEventListener('mouseleave', this.leave);
  }

  dispose(): void {
    this.element.removeEventListener('mousemove', this.move);
    this.element.removeEventListener('mouseleave', this.leave);
  }

  private readonly move = (event: MouseEvent): void => {
    const box = this.element.getBoundingClientRect();
    const [x, y, z] = this.viewport.canvasToWorld([event.clientX - box.left, event.clientY - box.top]);
    this.onMove([x, y, z]);
  };
  private readonly leave = (): void => this.onMove(null);
}

/** A cross in one viewport at the point under the mouse in another. */
export class PointerMarker {
  private readonly element = document.createElement('div');

  constructor(private readonly viewport: CornerstoneViewport) {
    this.element.className = MARKER_CLASS;
    const lines = 'linear-gradient(#fff, #fff) center';
    Object.assign(this.element.style, {
      position: 'absolute',
      left: `${-MARKER_SIZE / 2}px`,
      top: `${-MARKER_SIZE / 2}px`,
      width: `${MARKER_SIZE}px`,
      height: `${MARKER_SIZE}px`,
      background: `${lines} / 1px 100% no-repeat, ${lines} / 100% 1px no-repeat`,
      filter: 'drop-shadow(0 0 1px #000)',
      pointerEvents: 'none',
      display: 'none',
      zIndex: '4',
    });
    viewport.element.append(this.element);
  }

  /** Hidden without a point, and where the point is off the shown plane by more than `reachMm`. */
  show(world: Vec3 | null, reachMm: number): void {
    const gone = !this.viewport.element; // destroyed: its camera cannot be asked any more
    const visible = !gone && world !== null && this.distance(world) <= reachMm;
    this.element.style.display = visible ? 'block' : 'none';
    if (!visible) return;
    const [x, y] = this.viewport.worldToCanvas([world[0], world[1], world[2]]);
    this.element.style.transform = `translate(${x}px, ${y}px)`;
  }

  dispose(): void {
    this.element.remove();
  }

  private distance(world: Vec3): number {
    const { focalPoint, viewPlaneNormal } = this.viewport.getCamera();
    if (!focalPoint || !viewPlaneNormal) return Infinity;
    const along = [0, 1, 2].reduce(
      (sum, axis) => sum + (world[axis]! - focalPoint[axis]!) * viewPlaneNormal[axis]!,
      0,
    );
    return Math.abs(along);
  }
}
