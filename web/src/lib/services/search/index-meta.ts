// What a page tells the index worker, and the URLs of the files that search needs.
import { LEXICON_MODEL, SHIPPED_MODEL } from '@emberkeep/search';

export interface IndexMeta {
  campaignId: string;
  seedUrl: string;
}

export const SEED_URL = '/search/index-seed.bin';
export const LEXICON_URL = `/models/${LEXICON_MODEL}`;
/** Where the files of the shipped sentence model are. */
export const SHIPPED_URL = `/models/${SHIPPED_MODEL.id}`;
