import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { optionsFromEnvironment, parseUpstream } from '../../../viewer/server/options.ts';
import { startServer, type RunningServer } from '../../../viewer/server/server.ts';
import { launchChromium } from './chromium.ts';

const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const ARTIFACTS = path.join(REPOSITORY, 'test/artifacts');

export interface LaunchOptions {
  /** WebGPU on a software adapter. */
  readonly webgpu?: boolean;
  /** Folders of DICOM files besides the built-in studies. */
  readonly studyFolders?: readonly string[];
  /** As in DICOMWEB_URL. */
  readonly dicomWebUrl?: string;
  /** Another build of the viewer than viewer/dist. */
  readonly distFolder?: string;
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A browser on a freshly started server, and everything that went wrong so far. */
export interface Viewer {
  /** With a trailing slash. */
  readonly address: string;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Where this server puts STOW results; removed on close. */
  readonly stowFolder: string;
  /** Console errors and uncaught exceptions of page and workers. */
  readonly errors: string[];
  /** Console warnings. */
  readonly warnings: string[];
  /** Answers with a status from 400, as `status path`. */
  readonly failedRequests: string[];
  /** Requests that the page or its workers tried to send to any other origin. */
  readonly externalRequests: string[];
  /** A listening foreign origin, to prove that the page's policy blocks what is sent there. */
  readonly canary: { readonly url: string; readonly hits: readonly string[] };
  /** Saves test/artifacts/<name>.png and returns its path. */
  screenshot(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts the built viewer on a free port and Chromium with an empty page. */
export async function launchViewer(options: LaunchOptions = {}): Promise<Viewer> {
  const stowFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'lacuna-stow-'));
  const server = await startOn(stowFolder, options);
  const canary = await startCanary();
  const browser = await launchChromium({ webgpu: options.webgpu });
  const context = await browser.newContext({ viewport: options.viewport ?? { width: 1400, height: 850 } });
  const page = await context.newPage();
  const seen = watch(page, server.address);
  return {
    address: server.address,
    browser,
    context,
    page,
    stowFolder,
    canary,
    ...seen,
    async screenshot(name) {
      fs.mkdirSync(ARTIFACTS, { recursive: true });
      const file = path.join(ARTIFACTS, `${name}.png`);
      await page.screenshot({ path: file });
      return file;
    },
    async close() {
      await browser.close();
      await Promise.all([server.close(), canary.close()]);
      fs.rmSync(stowFolder, { recursive: true, force: true });
    },
  };
}

function startOn(stowFolder: string, options: LaunchOptions): Promise<RunningServer> {
  const base = optionsFromEnvironment({});
  return startServer({
    ...base,
    port: 0,
    stowFolder,
    distFolder: options.distFolder ?? base.distFolder,
    studyFolders: [...base.studyFolders, ...(options.studyFolders ?? [])],
    upstream: options.dicomWebUrl ? parseUpstream(options.dicomWebUrl) : undefined,
  });
}

/** Another origin that listens: a page that gets past its policy is counted here (sendBeacon reports success even when blocked). */
async function startCanary(): Promise<Viewer['canary'] & { close(): Promise<void> }> {
  const hits: string[] = [];
  const listener = http.createServer((request, response) => {
    hits.push(`${request.method} ${request.url}`);
    response.writeHead(204, { 'access-control-allow-origin': '*' }).end();
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`,
    hits,
    async close() {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

function watch(
  page: Page,
  address: string,
): Pick<Viewer, 'errors' | 'warnings' | 'failedRequests' | 'externalRequests'> {
  const errors: string[] = [];
  const warnings: string[] = [];
  const failedRequests: string[] = [];
  const externalRequests: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
    if (message.type() === 'warning') warnings.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(`uncaught: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400)
      failedRequests.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (!/^(blob|data):/.test(url) && !url.startsWith(address)) externalRequests.push(url);
  });
  return { errors, warnings, failedRequests, externalRequests };
}
