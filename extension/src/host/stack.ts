import type { CornerstoneViewport } from './ohif-types.ts';

type StackViewport = Extract<CornerstoneViewport, { getCornerstoneImage: unknown }>;

/** Whether a viewport shows images as they are, one at a time; planes through a volume (MPR) do not. */
export function isStack(viewport: CornerstoneViewport | null | undefined): viewport is StackViewport {
  return !!viewport && 'getCornerstoneImage' in viewport;
}
