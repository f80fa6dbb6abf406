// Jest transformer: TypeScript and TSX to ES modules with esbuild; type checking is tsc's job.
const { transformSync } = require('esbuild');

const transform = (code, file) => {
  const result = transformSync(code, {
    loader: file.endsWith('x') ? 'tsx' : 'ts',
    jsx: 'automatic',
    format: 'esm',
    target: 'es2022',
    sourcemap: 'inline',
    sourcefile: file,
  });
  return { code: result.code };
};

module.exports = { process: transform, processAsync: async (code, file) => transform(code, file) };
