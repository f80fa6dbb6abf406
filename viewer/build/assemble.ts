import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { appConfigScript } from '../config/app-config.ts';
import { lacunaIndexHtml } from '../ohif-distribution/index-html.ts';
import { isServed, ohifDistFolder } from '../ohif-distribution/layout.ts';
import { precompress } from './precompress.ts';
import { copyIfChanged, syncFolder } from './sync-folder.ts';

const VIEWER = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const WEIGHTS = path.resolve(VIEWER, '../models/weights');
/** The plain wasm build and the WebGPU build (asyncify, which runs in every browser): the back-end chosen loads one. */
const ORT_FILES = ['ort-wasm-simd-threaded', 'ort-wasm-simd-threaded.asyncify'].flatMap((name) => [
  `${name}.mjs`,
  `${name}.wasm`,
]);
/** Written last: its time is that of the build. */
export const STAMP = '.built';
const OURS = /^(plugins|lacuna)\/|^(index\.html|app-config\.js|\.built)$/;

/** Completes `viewer/dist` around our modules in `dist/plugins`; copies only what has changed. */
export async function assembleViewer(dist: string): Promise<void> {
  const ohif = ohifDistFolder();
  await syncFolder(ohif, dist, isServed, (relative) => OURS.test(relative));
  await writeIfChanged(
    path.join(dist, 'index.html'),
    lacunaIndexHtml(await fs.readFile(path.join(ohif, 'index.html'), 'utf8')),
  );
  await writeIfChanged(path.join(dist, 'app-config.js'), appConfigScript({ pacs: false }));
  const ort = path.dirname(createRequire(import.meta.url).resolve('onnxruntime-web'));
  await copyRuntime(ort, path.join(dist, 'lacuna/ort'));
  await copyWeights(path.join(dist, 'lacuna/weights'));
  await precompress(dist);
  await fs.writeFile(path.join(dist, STAMP), `${new Date().toISOString()}\n`);
}

/**
 * ONNX Runtime's files with a list of their hashes, by which the page keeps and verifies them. The scripts are there a
 * second time under a name with their hash, so that the browser never asks for one it has.
 */
async function copyRuntime(source: string, target: string): Promise<void> {
  const list: Record<string, { file: string; bytes: number; sha256: string }> = {};
  for (const name of ORT_FILES) {
    const content = await fs.readFile(path.join(source, name));
    const sha256 = createHash('sha256').update(content).digest('hex');
    const file = name.replace(/\.mjs$/, `.${sha256.slice(0, 16)}.mjs`);
    for (const copy of new Set([name, file]))
      await copyIfChanged(path.join(source, name), path.join(target, copy));
    list[name] = { file, bytes: content.length, sha256 };
  }
  await writeIfChanged(path.join(target, 'files.json'), `${JSON.stringify(list, null, 2)}\n`);
}

async function copyWeights(target: string): Promise<void> {
  const bundles = await fs.readdir(WEIGHTS, { withFileTypes: true }).catch(() => []);
  if (!bundles.some((entry) => entry.isDirectory()))
    console.warn('models/weights is empty: the viewer will open, but cannot run a detector.');
  await syncFolder(WEIGHTS, target, (relative) => /\.(json|onnx|md)$/.test(relative));
}

/** Keeps the time of an unchanged file, and with it the ETag. */
async function writeIfChanged(file: string, text: string): Promise<void> {
  if ((await fs.readFile(file, 'utf8').catch(() => undefined)) === text) return;
  await fs.writeFile(file, text);
}
