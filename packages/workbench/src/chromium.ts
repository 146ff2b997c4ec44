// Finds the system's Chromium, and the flags that every test and benchmark starts it with.
import { accessSync, constants } from 'node:fs';

/** The same browser without windows of its own, which needs a fifth less time for the journeys. */
export const HEADLESS_SHELL = '/usr/bin/chromium-headless-shell';

const PATHS = [
  process.env['CHROMIUM_PATH'],
  HEADLESS_SHELL,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/snap/bin/chromium',
];

/** The first Chromium that can be run, or null. `CHROMIUM_PATH` comes first. */
export const chromiumPath = (): string | null => {
  for (const path of PATHS) {
    if (!path) continue;
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      continue; // not there, or not executable
    }
  }
  return null;
};

/** No requests of the browser's own, no GPU, and no sandbox, because tests may run as root. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
