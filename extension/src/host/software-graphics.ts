let known: boolean | undefined;

/**
 * Whether the browser draws WebGL in software, as on a computer or a remote desktop without graphics hardware. There a
 * canvas is faster when it is not handed to the emulated hardware at all.
 */
export function softwareGraphics(): boolean {
  if (known !== undefined) return known;
  const context = document
    .createElement('canvas')
    .getContext('webgl', { failIfMajorPerformanceCaveat: true });
  context?.getExtension('WEBGL_lose_context')?.loseContext(); // a browser keeps few of them
  return (known = !context);
}

/** A context of a canvas that is drawn anew all the time. */
export function drawingContext(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  return canvas.getContext('2d', { willReadFrequently: softwareGraphics() }); // which keeps it in main memory
}
