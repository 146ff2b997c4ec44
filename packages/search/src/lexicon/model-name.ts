// Owns the name of the shipped model; raised when vectors of an older one are no longer comparable.
export const LEXICON_MODEL = 'emberkeep-lexicon-1';
