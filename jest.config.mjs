import os from 'node:os';

/** Unit, contract and conformance tests in Node; a test file asks for jsdom by its own docblock. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.{ts,tsx}'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/browser/', '<rootDir>/test/artifacts/'],
  modulePathIgnorePatterns: ['<rootDir>/viewer/dist', '<rootDir>/.lacuna'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': '<rootDir>/test/support/esbuild-transform.cjs' },
  maxWorkers: Math.max(2, os.availableParallelism() - 1), // two also on two cores, where nothing else runs
  reporters: ['default', '<rootDir>/test/support/count-reporter.cjs'],
};
