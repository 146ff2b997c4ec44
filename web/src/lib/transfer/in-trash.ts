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

/** Records of imports that were stopped, by id: nobody deleted what they had written by then. As long as the page. */
const stopped = new Set<string>();

export const rememberStopped = ({ records }: Prepared): void => {
  for (const { id } of records) stopped.add(id);
};

/** True where all of the file that is in Trash was left there by imports that were stopped. */
export const isLeftByStopped = (prepared: Prepared): boolean =>
  isOnlyTrash(prepared) && prepared.outcome.kept.every(({ id }) => stopped.has(id));
