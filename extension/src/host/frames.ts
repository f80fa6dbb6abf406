/** Longest wait for a frame; a page in the background paints none. */
const FRAME_LIMIT_MS = 100;

/** Resolves when the browser has painted that often: cornerstone makes its actors in animation frames. */
export async function afterFrames(count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => {
      requestAnimationFrame(resolve);
      setTimeout(resolve, FRAME_LIMIT_MS);
    });
  }
}
