/** Unit, contract and conformance tests in Node; a test file asks for jsdom by its own docblock. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.{ts,tsx}'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/browser/', '<rootDir>/test/artifacts/'],
  modulePathIgnorePatterns: ['<rootDir>/viewer/dist', '<rootDir>/.lacuna'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '^.+\\.tsx?$': '<rootDir>/test/support/esbuild-transform.cjs' },
  reporters: ['default', '<rootDir>/test/support/count-reporter.cjs'],
};
