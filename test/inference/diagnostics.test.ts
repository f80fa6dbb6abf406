import { expect, test } from '@jest/globals';
import { diagnosticsText } from '@lacuna/core/inference/backend/diagnostics.ts';
import { ortVersion } from '@lacuna/core/inference/session-versions.ts';

const surroundings = {
  userAgent: 'Browser/1',
  crossOriginIsolated: false,
  processors: 8,
  adapter: { name: 'acme', software: false, features: ['shader-f16'], limits: { maxBufferSize: 1024 } },
  ortVersion,
};

test('the report names computer, runtime, weights, times, errors and reasons', () => {
  const text = diagnosticsText({
    surroundings,
    decision: {
      backend: 'auto',
      threads: 3,
      origin: 'measured',
      measuredAt: '2026-01-02T03:04:05.000Z',
      tried: [
        { id: 'webgpu', name: 'WebGPU, acme', ms: 12.34, firstMs: 300, difference: 2e-6 },
        { id: 'wasm-3', name: 'WebAssembly, 3 threads', dropped: 'it did not answer within 8 s' },
      ],
    },
    inUse: { id: 'webgpu', detail: 'acme' },
    weights: { id: 'flair', version: '0.1.0', sha256: 'abc' },
    failure: 'The device was lost.',
    version: '0.1.0',
    now: new Date('2026-01-02T00:00:00Z'),
  });
  for (const part of [
    'Lacuna 0.1.0',
    'Browser/1',
    'Processors: 8; cross-origin isolated: no',
    `onnxruntime-web: ${ortVersion}`,
    'flair 0.1.0, SHA-256 abc',
    'features: shader-f16',
    'maxBufferSize 1024',
    'WebGPU, acme; 12.3 ms, first 300 ms; differs by 2.0e-6; used',
    'WebAssembly, 3 threads; not used: it did not answer within 8 s',
    'The device was lost.',
    'no patient data',
  ])
    expect(text).toContain(part);
  expect(ortVersion).toMatch(/^\d+\.\d+\.\d+/);
});

test('before anything is known it still says what is missing', () => {
  const bare = { ...surroundings, adapter: null, noAdapterReason: 'this browser does not offer WebGPU' };
  const text = diagnosticsText({ surroundings: bare, version: '0.1.0', now: new Date(0) });
  expect(text).toContain('Weights: not loaded');
  expect(text).toContain('Graphics adapter: none (this browser does not offer WebGPU)');
});
