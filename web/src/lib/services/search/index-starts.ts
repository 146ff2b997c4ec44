// Counts starts of the index, and of the sentence model, during which the tab was killed, as if the device had too
// little memory. A start that succeeds, or during which the person leaves the page, does not count. Where
// the page's storage is blocked, nothing is counted.
import { pageStorage } from '#lib/device/page-storage.ts';

/** After this many in a row it no longer starts on its own. */
const TOO_MANY = 2;

export interface Starts {
  /** Whether starting it killed the tab too often. */
  areKilling(): boolean;
  /** Whether the last one killed it. */
  hasKilled(): boolean;
  begin(): void;
  end(): void;
}

/** `key`: the entry of the page's storage that holds the count. */
const countStarts = (key: string): Starts => {
  const count = (): number => Number(pageStorage.get(key) ?? 0);
  const end = (): void => {
    pageStorage.set(key, null);
    window.removeEventListener('pagehide', end);
  };
  return {
    areKilling: () => count() >= TOO_MANY,
    hasKilled: () => count() > 0,
    begin: () => {
      pageStorage.set(key, String(count() + 1));
      window.addEventListener('pagehide', end, { once: true });
    },
    end,
  };
};

export const indexStarts = countStarts('emberkeep-index-starts');
export const meaningStarts = countStarts('emberkeep-meaning-starts');
