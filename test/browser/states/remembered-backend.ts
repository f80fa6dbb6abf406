import fs from 'node:fs';
import type { Page } from 'playwright-core';
import type { Surroundings } from '@lacuna/core/inference/backend/candidates.ts';
import { choiceKey, type ChoiceRecord } from '@lacuna/core/inference/backend/choice-record.ts';
import { parseManifest } from '@lacuna/core/inference/manifest.ts';
import { describeAdapter, type Gpu } from '@lacuna/core/inference/session-webgpu-device.ts';
import { ortVersion } from '@lacuna/core/inference/session-versions.ts';
import { bundleSha256 } from '@lacuna/core/inference/weights.ts';

/** What of an adapter names it, as plain data. */
interface AdapterData {
  readonly info: Readonly<Record<string, unknown>>;
  readonly features: readonly string[];
}

/**
 * Makes the browser remember WebGPU as the back-end of this computer, as a computer with a graphics card would: on a
 * test machine WebAssembly is faster than WebGPU in software, and a trial would choose it. The page is left on the
 * list of studies, which is isolated as the viewer is.
 */
export async function rememberWebGpu(page: Page, address: string, manifestFile: string): Promise<void> {
  await page.goto(address, { waitUntil: 'domcontentloaded' });
  const around = await surroundingsOf(page);
  const manifest = parseManifest(JSON.parse(fs.readFileSync(manifestFile, 'utf8')));
  const record: ChoiceRecord = {
    schema: 'lacuna-backend/1',
    key: choiceKey(around, await bundleSha256(manifest)),
    backend: 'webgpu',
    threads: 1,
    tried: [],
    measuredAt: '2026-01-01T00:00:00.000Z',
  };
  await page.evaluate((json) => localStorage.setItem('lacuna.backend', json), JSON.stringify(record));
}

async function surroundingsOf(page: Page): Promise<Surroundings> {
  const { adapter, ...rest } = await page.evaluate(async () => {
    const { gpu } = navigator as unknown as {
      gpu: { requestAdapter(options: object): Promise<Record<'info' | 'features', unknown>> };
    };
    const found = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    const info = found.info as Record<string, unknown>;
    const names = ['vendor', 'architecture', 'device', 'description', 'isFallbackAdapter'];
    return {
      userAgent: navigator.userAgent,
      crossOriginIsolated,
      processors: navigator.hardwareConcurrency,
      adapter: {
        info: Object.fromEntries(names.map((name) => [name, info[name]])),
        features: [...(found.features as Iterable<string>)],
      },
    };
  });
  const facts = await describeAdapter(recorded(adapter));
  if ('reason' in facts) throw new Error(facts.reason);
  return { ...rest, adapter: facts, ortVersion };
}

/** The adapter of a page, for code that asks a browser for one. */
function recorded({ info, features }: AdapterData): Gpu {
  const adapter = { info, features: new Set(features), limits: {}, requestDevice: () => Promise.reject() };
  return { requestAdapter: () => Promise.resolve(adapter as never) };
}
