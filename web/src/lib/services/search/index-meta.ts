// Owns what a page tells the worker of its index, and where the files of search lie.
import { LEXICON_MODEL } from '@emberkeep/search';

export interface IndexMeta {
  campaignId: string;
  seedUrl: string;
}

export const SEED_URL = '/search/index-seed.bin';
export const MODEL_URL = `/models/${LEXICON_MODEL}`;
