import type { Browser } from 'playwright-core';
import { forgetPeak, residentMemory, type ResidentMemory } from '../process/memory.ts';

interface ProcessInfo {
  id: number;
  type: string;
  /** Seconds of processor time. */
  cpuTime: number;
}

/** The process in which the busiest page runs, its workers included. */
export class Renderer {
  private constructor(
    private readonly ask: () => Promise<ProcessInfo[]>,
    readonly id: number,
  ) {}

  /** @throws Error when the browser shows no such process */
  static async busiest(browser: Browser): Promise<Renderer> {
    const session = await browser.newBrowserCDPSession();
    const ask = async () => {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      return processInfo as ProcessInfo[];
    };
    const renderers = (await ask()).filter(({ type }) => type === 'renderer');
    const busiest = renderers.sort((a, b) => b.cpuTime - a.cpuTime)[0];
    if (!busiest) throw new Error('The browser shows no process of a page.');
    return new Renderer(ask, busiest.id);
  }

  /** Processor time so far, all threads. */
  async cpuMs(): Promise<number> {
    const own = (await this.ask()).find(({ id }) => id === this.id);
    return 1000 * (own?.cpuTime ?? NaN);
  }

  memory(): ResidentMemory | undefined {
    return residentMemory(this.id);
  }

  forgetPeak(): void {
    forgetPeak(this.id);
  }
}
