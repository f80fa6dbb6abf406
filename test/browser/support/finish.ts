import assert from 'node:assert/strict';
import type { Checks } from './checks.ts';
import type { Viewer } from './launch.ts';

/**
 * Ends a browser test: nothing failed in the page, nothing was sent elsewhere.
 * @param excused errors in the console that are the viewer's own
 */
export async function finish(checks: Checks, viewer: Viewer, excused?: RegExp): Promise<void> {
  await checks.check('no errors in the page, nothing sent elsewhere', () => {
    assert.deepEqual(
      viewer.errors.filter((error) => !excused?.test(error)),
      [],
    );
    assert.deepEqual(viewer.externalRequests, []);
  });
  await viewer.close();
  checks.finish();
}
