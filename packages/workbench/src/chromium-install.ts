// Owns getting a Chromium where there is none: Debian's package when this process may install it, else a sentence.
import { chromiumPath } from './chromium.ts';
import { installDebianPackage } from './debian.ts';

/** The browser's path; installs Debian's package when allowed. Null after saying what to install. */
export const ensureChromium = async (): Promise<string | null> => {
  const there = chromiumPath();
  if (there) return there;
  if (await installDebianPackage('chromium')) {
    const installed = chromiumPath();
    if (installed) return installed;
  }
  console.error(
    'The browser tests need Chromium. Install it (Debian, Ubuntu: sudo apt-get install chromium; macOS: brew install --cask google-chrome) or set CHROMIUM_PATH.',
  );
  return null;
};
