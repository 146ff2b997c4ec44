// The name of the shipped model. Its number is raised when vectors of the older model are no longer comparable.
export const LEXICON_MODEL = 'emberkeep-lexicon-1';
