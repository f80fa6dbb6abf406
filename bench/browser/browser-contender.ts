import path from 'node:path';
import { launchChromium } from '../../test/browser/support/chromium.ts';
import { REPOSITORY, servePage } from '../../test/browser/support/page-server.ts';
import type { Asked } from '../asked.ts';
import { Renderer } from './renderer.ts';
import type { Request, SeriesRequest, SeriesTimed } from '../contender/messages.ts';

/** Chromium as a contender: the viewer's worker behind its own client; no stages of the host and no peak, which need the engine itself. */
export function browserContender(backend: 'wasm' | 'webgpu', software: boolean): Asked {
  let close = (): Promise<void> => Promise.resolve();
  let renderer: Renderer | undefined;
  let page: Awaited<ReturnType<Awaited<ReturnType<typeof launchChromium>>['newPage']>> | undefined;

  async function open(weights: string, slices: string, threads: number) {
    const server = await servePage({
      scripts: {
        '/page.js': 'bench/browser/page.ts',
        '/worker.js': 'bench/browser/bench-worker.ts',
      },
      folders: {
        '/ort/': 'node_modules/onnxruntime-web/dist',
        '/weights/': weights,
        '/slices/': path.relative(REPOSITORY, path.dirname(slices)),
      },
    });
    const browser = await launchChromium(
      backend === 'webgpu' ? { webgpu: software, hardware: !software } : {},
    );
    close = async () => {
      await browser.close();
      await server.close();
    };
    page = await browser.newPage();
    await page.goto(server.address);
    await page.waitForFunction(() => 'lacunaBench' in window);
    const opened = await page.evaluate(([id, n]) => window.lacunaBench.open(id, n), [
      backend,
      threads,
    ] as const);
    renderer = await Renderer.busiest(browser);
    return { ...opened, rssBytes: renderer.memory()?.now };
  }

  /** The page's figures, with those of its process, which it cannot see itself. */
  async function series({ sliceCount, methods }: SeriesRequest): Promise<SeriesTimed> {
    renderer!.forgetPeak();
    const before = await renderer!.cpuMs();
    const timed = await page!.evaluate(([n, ids]) => window.lacunaBench.series(n, ids), [
      sliceCount,
      methods,
    ] as const);
    const cpuMs = (await renderer!.cpuMs()) - before;
    return { ...timed, cpuMs, peakRssBytes: renderer!.memory()?.peak };
  }

  async function answer(request: Request): Promise<unknown> {
    if (request.command === 'open') return open(request.weights, request.slices, request.threads);
    if (request.command === 'close') return null;
    if (!page) throw new Error('open comes first');
    switch (request.command) {
      case 'series':
        return series(request);
      case 'schedule':
        return page.evaluate(([steps, level]) => window.lacunaBench.schedule(steps, level), [
          request.steps,
          request.noiseLevel,
        ] as const);
      case 'stages':
        return page.evaluate((repeats) => window.lacunaBench.stages(repeats), request.repeats);
      case 'peak':
        return { gflops: null };
    }
  }
  return {
    ask: (request) => answer(request) as never,
    end: () => close(),
  };
}
