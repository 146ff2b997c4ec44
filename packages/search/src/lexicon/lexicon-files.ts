// Reads the lexicon from disk, for whatever runs in Node: the build, tests, evaluations.
import { readdirSync, readFileSync } from 'node:fs';
import { readLexicon, type Concept } from './read-lexicon.ts';

const FOLDER = new URL('../../lexicon/', import.meta.url);

/** Every concept, files in order of name. */
export const lexiconConcepts = (): Concept[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.txt'))
    .sort()
    .flatMap((name) => readLexicon(readFileSync(new URL(name, FOLDER), 'utf8')));
