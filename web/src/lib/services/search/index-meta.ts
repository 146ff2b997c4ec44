// What a page tells the index worker, and the URLs of the files that search needs.
import { LEXICON_MODEL } from '@emberkeep/search';

export interface IndexMeta {
  campaignId: string;
  seedUrl: string;
  /** False where the last start was killed: the index that is kept on the device may have been why. */
  mayLoadKept: boolean;
}

export const SEED_URL = '/search/index-seed.bin';
export const MODEL_URL = `/models/${LEXICON_MODEL}`;
