/** What every browser has and jsdom lacks; imported before anything that uses it. */
import { webcrypto } from 'node:crypto';
import { TextDecoder, TextEncoder } from 'node:util';

const globals = globalThis as unknown as Record<string, unknown>;
globals['TextDecoder'] ??= TextDecoder;
globals['TextEncoder'] ??= TextEncoder;
Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true });
