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
  // The longest take half of this on two cores with nothing beside them.
  timeout: 120_000,
  expect: { timeout: 10_000 },
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
