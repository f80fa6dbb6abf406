import fs from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseManifest } from '@lacuna/core/inference/manifest.ts';
import { bundleSha256 } from '@lacuna/core/inference/weights.ts';
import { folderWeights } from './folder-weights.ts';

const BUNDLES = fileURLToPath(new URL('../../models/weights', import.meta.url));

/** The folder below models/weights whose bundle has this SHA-256; undefined when none has. Unreadable ones are passed over. */
export async function findBundle(sha256: string): Promise<string | undefined> {
  for (const name of await fs.readdir(BUNDLES).catch(() => [])) {
    const folder = path.join(BUNDLES, name);
    const found = await folderWeights(folder)
      .readManifest()
      .then((json) => bundleSha256(parseManifest(json)))
      .catch(() => undefined);
    if (found === sha256) return folder;
  }
  return undefined;
}
