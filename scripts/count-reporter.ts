/** @file A vitest reporter whose last line is `N passed, N failed, N skipped`, for readers that look for a plain count. */
import type { Reporter, TestCase, TestModule } from "vitest/node";

const counts = { passed: 0, failed: 0, skipped: 0, pending: 0 };

export default class CountReporter implements Reporter {
  onTestCaseResult(test: TestCase): void {
    counts[test.result().state] += 1;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const broken = modules.filter((module) => module.errors().length > 0).length;
    const failed = counts.failed + broken;
    // after the other reporters have written theirs
    process.on("exit", () => {
      process.stdout.write(`${counts.passed} passed, ${failed} failed, ${counts.skipped} skipped\n`);
    });
  }
}
