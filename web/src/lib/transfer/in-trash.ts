// What an import finds in Trash: records of an import that was undone, or that the GM deleted.
import type { PreparedImport } from '#lib/services/transfer/import-files.ts';

type Prepared = Pick<PreparedImport, 'records' | 'outcome'>;

/** Fields that say when and where a record was imported: taking the file's costs nobody a word. */
const PLACE_FIELDS = new Set(['deleted', 'order', 'at', 'createdAt', 'source']);

/** How many of the records are in Trash. */
export const countInTrash = ({ outcome }: Prepared): number =>
  outcome.kept.filter(({ fields }) => fields.includes('deleted')).length;

/** True where nothing but the place of a record would be overwritten: all that differs is in Trash, unchanged since. */
export const isOnlyTrash = ({ outcome }: Prepared): boolean =>
  outcome.kept.length > 0 &&
  outcome.kept.every(({ fields }) => fields.includes('deleted') && fields.every((field) => PLACE_FIELDS.has(field)));

/** True where most of the file is in Trash as it was imported: the import was undone, and is wanted after all. */
export const isUndoneImport = (prepared: Prepared): boolean => {
  const compared = prepared.records.filter(({ kind }) => kind !== 'note').length;
  return isOnlyTrash(prepared) && countInTrash(prepared) * 2 > compared;
};

/** The entry of sessionStorage that holds the ids of what stopped imports left in Trash: nobody deleted these. */
const STOPPED_KEY = 'emberkeep-stopped-imports';

const readStopped = (): ReadonlySet<string> => {
  try {
    return new Set(JSON.parse(sessionStorage.getItem(STOPPED_KEY) ?? '[]') as string[]);
  } catch {
    return new Set(); // Storage is refused: then the GM is asked whether they are wanted.
  }
};

const writeStopped = (ids: ReadonlySet<string>): void => {
  try {
    sessionStorage.setItem(STOPPED_KEY, JSON.stringify([...ids]));
  } catch {
    // Refused or full: as above.
  }
};

/** What was here or in Trash before stays the GM's to restore. */
export const rememberStopped = ({ records, outcome }: Prepared): void => {
  const before = new Set(outcome.kept.map(({ id }) => id));
  const left = records.map(({ id }) => id).filter((id) => !before.has(id));
  writeStopped(new Set([...readStopped(), ...left]));
};

/** Once they were imported, whatever is in Trash was put there by the GM. */
export const forgetStopped = ({ records }: Prepared): void => {
  const imported = new Set(records.map(({ id }) => id));
  writeStopped(new Set([...readStopped()].filter((id) => !imported.has(id))));
};

/** True where all of the file that is in Trash was left there by imports that were stopped in this tab. */
export const isLeftByStopped = (prepared: Prepared): boolean => {
  const stopped = readStopped();
  return isOnlyTrash(prepared) && prepared.outcome.kept.every(({ id }) => stopped.has(id));
};
