// Reads every labelled set of the package from disk, for tests and scores that run in Node.
import { readdirSync, readFileSync } from 'node:fs';
import { contentLines, readChatPassages, readChatPrompts, type ChatPassage, type ChatPrompt } from '../chat-prompts.ts';
import { readLabelledNotes, type LabelledNote } from '../labelled-notes.ts';
import { readRecapNotes, type RecapNote } from '../recap-notes.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

export const LABELLED_SYSTEMS = ['dnd-5e', 'coc-7e', 'gurps-4e', 'fitd'] as const;

export const labelledNotes = (): LabelledNote[] =>
  LABELLED_SYSTEMS.flatMap((system) => readLabelledNotes(read(`../notes/${system}.txt`), system));

/** Notes of a few lines, which no set has otherwise: they are trained on and never scored. */
export const shortNotes = (): LabelledNote[] =>
  LABELLED_SYSTEMS.flatMap((system) => readLabelledNotes(read(`../notes/short/${system}.txt`), system));

export const recapNotes = (): RecapNote[] => readRecapNotes(read('../recaps/notes.txt'));

/** The prompts of every voice, in the order of the voices' names. */
export const chatPrompts = (): ChatPrompt[] =>
  readdirSync(new URL('../chat/voices', import.meta.url))
    .sort()
    .flatMap((file) => readChatPrompts(read(`../chat/voices/${file}`), file.replace(/\.txt$/, '')));

export const chatPassages = (): ChatPassage[] => readChatPassages(read('../chat/passages.txt'));

/** Chat messages that must never write anything, one a line. */
export const neverWrites = (): string[] => contentLines(read('../chat/never.txt'));
