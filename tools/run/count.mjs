/** Counts of tests, summed over several runners. */

/** @typedef {{ passed: number, failed: number, skipped: number }} Count */

/** @returns {Count} */
export function noTests() {
  return { passed: 0, failed: 0, skipped: 0 };
}

/** @param {readonly Count[]} counts @returns {Count} */
export function sum(counts) {
  const total = noTests();
  for (const count of counts) {
    total.passed += count.passed;
    total.failed += count.failed;
    total.skipped += count.skipped;
  }
  return total;
}

/** The line that everything which tests ends with. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/**
 * Counts of a vitest JSON report. A file that could not be loaded has no tests in the report and is one failure.
 * `skipped` names what did not run.
 */
export function countVitest(report) {
  const count = noTests();
  const skippedNames = [];
  for (const file of report.testResults) {
    if (file.status === "failed" && file.assertionResults.length === 0) count.failed += 1;
    for (const test of file.assertionResults) {
      if (test.status === "passed") count.passed += 1;
      else if (test.status === "failed") count.failed += 1;
      else {
        count.skipped += 1;
        skippedNames.push(test.fullName);
      }
    }
  }
  return { ...count, skippedNames };
}
