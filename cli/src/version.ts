import { createRequire } from 'node:module';

/** The version of this package. */
export const LACUNA_VERSION = (createRequire(import.meta.url)('../package.json') as { version: string })
  .version;

export const RESEARCH_NOTICE =
  'Research use only. Not a medical device; not for diagnosis. The anomaly map marks where an image differs from what the model expects, which is no finding by itself.';
