// One worker process of `lacuna evaluate`; started by it, never by hand.
const { register } = await import('tsx/esm/api');
register({ tsconfig: false });
const { serveCases } = await import('../src/evaluate/pool-worker.ts');
serveCases();
