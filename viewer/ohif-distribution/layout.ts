// Everything that knows how the prebuilt @ohif/app 3.13.2 is laid out is in this folder.
import { createRequire } from 'node:module';
import path from 'node:path';

export const OHIF_VERSION = '3.13.2';

/** The distribution's folder of static files. */
export function ohifDistFolder(): string {
  const require = createRequire(import.meta.url);
  return path.join(path.dirname(require.resolve('@ohif/app/package.json')), 'dist');
}

/** Top-level entries that the viewer does not serve. */
const LEFT_OUT = new Set([
  'ort', // 136 MB for OHIF's own AI tool; ours is at /lacuna/ort
  'dicom-microscopy-viewer', // 20 MB for whole-slide images
  'app-config.js', // replaced
  'index.html', // replaced
  'google.js', // another configuration, for Google Cloud
  'manifest.json', // installable-app parts: a medical viewer must not live on in a service worker's cache
  'init-service-worker.js',
  'sw.js',
  'oidc-client.min.js', // log-in of other set-ups
  'silent-refresh.html',
  '_headers', // settings of other servers
  '_redirects',
  'serve.json',
]);
const LEFT_OUT_FILES =
  /^assets\/(apple-touch-|android-chrome-|mstile-|firefox_app_|coast-|yandex-|browserconfig|manifest)/;

/** @param relativePath path inside the distribution, with forward slashes */
export function isServed(relativePath: string): boolean {
  const top = relativePath.split('/')[0] ?? '';
  return !LEFT_OUT.has(top) && !LEFT_OUT_FILES.test(relativePath) && !relativePath.endsWith('.map');
}
