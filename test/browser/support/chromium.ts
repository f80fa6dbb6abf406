import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from '../../../scripts/environment.mjs';
import { keepEvidence } from './evidence.ts';
import { slowDown } from './slow.ts';
import { LIMIT_MS } from './until.ts';

/** What Chromium needs to run without a screen, a GPU or a wish to talk to its maker. */
const FLAGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost', // no name leads out of this machine
];
/**
 * Drawing in software, which a machine without graphics hardware needs: images through SwiftShader. Page and 2D canvases are
 * put together by the processor, as Chrome does by itself on such a machine; Debian's start script forces them through the
 * graphics process instead, where a dragged threshold shows 9 masks a second and not 30.
 */
const SOFTWARE = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-gpu-compositing',
];
const HARDWARE_FLAGS = ['--enable-unsafe-webgpu', '--enable-features=Vulkan', '--ignore-gpu-blocklist'];
const WEBGPU_FLAGS = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];

/**
 * A headless Chromium of this machine; `webgpu` adds WebGPU on a software adapter, `hardware` that of the machine.
 * @throws Error when no Chromium is installed
 */
export async function launchChromium(
  options: { readonly webgpu?: boolean; readonly hardware?: boolean } = {},
): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('No Chromium found; set CHROMIUM to its path.');
  const browser = await chromium.launch({
    executablePath,
    headless: true,
    args: options.hardware
      ? [...FLAGS, ...HARDWARE_FLAGS]
      : [...FLAGS, ...SOFTWARE, ...(options.webgpu ? WEBGPU_FLAGS : [])],
  });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (settings) => {
    const context = await newContext(settings);
    context.setDefaultTimeout(LIMIT_MS);
    keepEvidence(context);
    slowDown(context);
    return context;
  };
  return browser;
}
