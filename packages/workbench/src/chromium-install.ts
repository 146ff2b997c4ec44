// Installs Chromium from Debian's package where there is none and this process may, and tells how to install it
// otherwise.
import { chromiumPath } from './chromium.ts';
import { installDebianPackage } from './debian.ts';

/** The browser's path; null after telling what to install. */
export const ensureChromium = async (): Promise<string | null> => {
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
