// Owns how the end-to-end journeys run: the system's Chromium, a tablet's viewport, each journey with its own server.
import { defineConfig } from '@playwright/test';
import { chromiumPath, CHROMIUM_ARGS } from './packages/workbench/src/chromium.ts';

const reporters = (process.env['EMBERKEEP_REPORTERS'] ?? 'list').split(',').map((name): [string] => [name]);

export default defineConfig({
  testDir: 'web/e2e',
  outputDir: 'test-results',
  // Two cores: two browsers at once; more only makes them wait for each other.
  workers: 2,
  fullyParallel: true,
  retries: 0, // a flaky test is a bug to find
  // Only what hangs is ended: the longest take a quarter of this on two quiet cores, and a busy machine is four times as
  // slow. How long a person may wait is asserted where a row names it.
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: reporters,
  use: {
    viewport: { width: 1180, height: 820 },
    hasTouch: true,
    trace: 'off',
    // What moves is where it will be: a journey looks at colours and places, not at the way there.
    contextOptions: { reducedMotion: 'reduce' },
    serviceWorkers: 'block',
    launchOptions: { executablePath: chromiumPath() ?? '', args: CHROMIUM_ARGS },
  },
});
