// Copies the database of a running relay into one file that needs no -wal beside it.
import { backup, DatabaseSync } from 'node:sqlite';

/**
 * Pages copied at once, smallest first: the relay serves its clients between two steps. Node's backup fails in most runs
 * when the same connection writes between two steps ("not an error"), and no other connection can open the file, which
 * is locked by the relay. So a copy that fails is made again in larger steps, the last one as a whole.
 */
const STEP_PAGES = [200, 20_000, 2 ** 31 - 1];

/** `target` must be a path in a folder that can be written. */
export const copyDatabase = async (source: DatabaseSync, target: string): Promise<void> => {
  for (const [attempt, rate] of STEP_PAGES.entries()) {
    try {
      await backup(source, target, { rate });
      break;
    } catch (error) {
      if (attempt === STEP_PAGES.length - 1) throw error;
    }
  }
  const copy = new DatabaseSync(target);
  copy.exec('PRAGMA journal_mode = DELETE');
  copy.close();
};
