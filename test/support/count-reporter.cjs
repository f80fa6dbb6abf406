// Writes Jest's totals, and the names of what failed, to the file named by LACUNA_JEST_COUNTS, so that scripts/test.mjs can add up all runners.
const fs = require('node:fs');

module.exports = class CountReporter {
  onRunComplete(_contexts, results) {
    const file = process.env.LACUNA_JEST_COUNTS;
    if (!file) return;
    const failedSuites = results.numRuntimeErrorTestSuites; // a file that did not load ran no test: count it as one failure
    fs.writeFileSync(
      file,
      JSON.stringify({
        passed: results.numPassedTests,
        failed: results.numFailedTests + failedSuites,
        skipped: results.numPendingTests + results.numTodoTests,
        names: results.testResults.flatMap(({ testFilePath, failureMessage, testResults }) => {
          const failed = testResults.filter(({ status }) => status === 'failed');
          if (failed.length === 0 && failureMessage) return [testFilePath];
          return failed.map(({ fullName }) => `${testFilePath}: ${fullName}`);
        }),
      }),
    );
  }
};
