// A mark that is set while the text model works. Small tablets kill a page that takes too much memory without telling
// it: a mark that is still there on the next start means that a run killed the page. Where the page's storage is
// blocked the mark is never set, so a killed page goes unnoticed.
import { pageStorage } from '#lib/device/page-storage.ts';

const KEY = 'emberkeep-text-model-runs';

export const isRunMarked = (): boolean => pageStorage.get(KEY) !== null;

export const clearRunMark = (): void => {
  pageStorage.set(KEY, null);
  window.removeEventListener('pagehide', clearRunMark);
};

/** Sets the mark until `clearRunMark`, or until the person leaves the page. */
export const setRunMark = (): void => {
  pageStorage.set(KEY, '1');
  window.addEventListener('pagehide', clearRunMark, { once: true });
};
