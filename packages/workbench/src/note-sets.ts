// Reads labelled notes: the project's own, and folders of notes by other hands, which are never part of the project.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { goldOfLabelled, readGoldNote, readLabelledNotes, type GoldNote } from '@emberkeep/assistant/testing';
import { developmentSet, SYSTEMS } from './eval-analysis.ts';
import { ROOT } from './run.ts';

/** The notes of a folder, in the order of their file names. The folder's name is the hand of those that name none. */
const notesIn = (folder: string): GoldNote[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => readGoldNote(readFileSync(join(folder, file), 'utf8'), basename(folder)));

/** Notes of a few lines, which no set has otherwise: they are trained on and never scored. */
const shortNotes = (): GoldNote[] =>
  SYSTEMS.flatMap((system) =>
    readLabelledNotes(readFileSync(join(ROOT, `packages/assistant/testing/notes/short/${system}.txt`), 'utf8'), system),
  ).map(goldOfLabelled);

/** All notes that are trained on: the held half of the project's own set stays out. */
export const goldNotes = (folders: readonly string[]): GoldNote[] => [
  ...folders.flatMap(notesIn),
  ...developmentSet()
    .filter(({ split }) => split === 'tune')
    .map(goldOfLabelled),
  ...shortNotes(),
];
