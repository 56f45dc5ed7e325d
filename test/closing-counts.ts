import type { Reporter, TestModule } from 'vitest/node';
import { sharedFolder } from './shared-folder.ts';

/** Prints the run's closing counts on one plain line, and whether the shared conformance folder was there. */
export class ClosingCounts implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    let passed = 0;
    let failed = 0;
    for (const module of modules) {
      if (module.errors().length > 0) failed += 1;
      for (const test of module.children.allTests()) {
        if (test.result().state === 'passed') passed += 1;
        else failed += 1;
      }
    }
    const shared = sharedFolder();
    process.stdout.write(
      `\nconformance folder: ${shared === null ? 'absent, its tests were not registered' : 'present'}\n`,
    );
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
  }
}
