// Installs Chromium from Debian's packages where this process may, and tells how to install it where there is none.
import { existsSync } from 'node:fs';
import { chromiumPath, HEADLESS_SHELL } from './chromium.ts';
import { installDebianPackage } from './debian.ts';

/** The browser's path; null after telling what to install. */
export const ensureChromium = async (): Promise<string | null> => {
  if (!process.env['CHROMIUM_PATH'] && !existsSync(HEADLESS_SHELL))
    await installDebianPackage('chromium-headless-shell');
  const there = chromiumPath();
  if (there) return there;
  if (await installDebianPackage('chromium')) {
    const installed = chromiumPath();
    if (installed) return installed;
  }
  console.error(
    'The browser tests need Chromium. Install it or set CHROMIUM_PATH. ' +
      'Debian, Ubuntu: sudo apt-get install chromium; macOS: brew install --cask google-chrome.',
  );
  return null;
};
