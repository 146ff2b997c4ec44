// The pictures that notes may name: entries of the campaign's record. Undo leaves them alone, so that whatever brings a
// note back finds its pictures.
import { META_ID, namedPicture, ok, type AttachedPicture, type PictureEntries, type Result } from '@emberkeep/domain';
import { ROOT_OF_KIND } from '../changes.ts';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable } from '../open-document.ts';
import { COMMAND } from '../origins.ts';
import { stampWriter } from '../shape.ts';
import { campaignOf } from './campaigns.ts';

const NO_PICTURES: PictureEntries = {};

/** The entries of the campaign's pictures in notes; none until the ledger is synced. */
export const notePicturesOf = (docs: CampaignDocs): PictureEntries => campaignOf(docs)?.notePictures ?? NO_PICTURES;

/** Lets notes name a stored picture by `file`, the hash of the file that it came from. One that is named stays. */
export const addNotePicture = (
  docs: CampaignDocs,
  file: string,
  picture: AttachedPicture,
): Result<void, NotWritable> => {
  const { ledger } = docs;
  const writable = ledger.writable();
  if (!writable.ok) return writable;
  if (namedPicture(notePicturesOf(docs), file)) return ok(undefined);
  ledger.doc.transact(() => {
    stampWriter(ledger.doc);
    ledger.doc.getMap(ROOT_OF_KIND.campaign).set(`${META_ID}/notePictures/${file}`, { ...picture });
  }, COMMAND);
  return ok(undefined);
};
