// A mark that is set while the text model works. Small tablets kill a page that takes too much memory without telling
// it: a mark that is still there on the next start means that a run killed the page. It is in localStorage because
// that is written synchronously: a page that is killed runs no later task.

const KEY = 'emberkeep-text-model-runs';

/** Where localStorage is blocked the mark is never set, so a killed page goes unnoticed. */
const withStorage = <T>(use: (storage: Storage) => T, otherwise: T): T => {
  try {
    return use(localStorage);
  } catch {
    return otherwise;
  }
};

export const isRunMarked = (): boolean => withStorage((storage) => storage.getItem(KEY) !== null, false);

export const clearRunMark = (): void => {
  withStorage((storage) => storage.removeItem(KEY), undefined);
  window.removeEventListener('pagehide', clearRunMark);
};

/** Sets the mark until `clearRunMark`, or until the person leaves the page. */
export const setRunMark = (): void => {
  withStorage((storage) => storage.setItem(KEY, '1'), undefined);
  window.addEventListener('pagehide', clearRunMark, { once: true });
};
