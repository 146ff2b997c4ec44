// Scores the rules on the project's own labelled notes: the half that was tuned on beside the half that was not, and
// the gap.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse } from '@emberkeep/assistant';
import {
  readLabelledNotes,
  scoreNotes,
  toPrediction,
  type LabelledNote,
  type Prediction,
  type Scores,
} from '@emberkeep/assistant/testing';
import { ROOT } from './run.ts';

export const SYSTEMS = ['dnd-5e', 'coc-7e', 'gurps-4e', 'fitd'] as const;

export const developmentSet = (): LabelledNote[] =>
  SYSTEMS.flatMap((system) =>
    readLabelledNotes(readFileSync(join(ROOT, `packages/assistant/testing/notes/${system}.txt`), 'utf8'), system),
  );

export const predict = (notes: readonly LabelledNote[]): { note: LabelledNote; said: Prediction }[] =>
  notes.map((note) => ({ note, said: toPrediction(analyse(note.input), note.input.knownEntities) }));

export const scoresOf = (split: 'tune' | 'hold'): Scores =>
  scoreNotes(predict(developmentSet().filter((n) => n.split === split)));

const score = (value: number): string => value.toFixed(3).padStart(8);

const namesAndTypes = (entities: readonly { name: string; type: string }[]): string =>
  entities.map((entity) => `${entity.name}:${entity.type}`).join(', ');

const triples = (relationships: readonly { source: string; type: string; target: string }[]): string =>
  relationships.map(({ source, type, target }) => `${source} ${type} ${target}`).join('; ');

/** Scenes count as the same where they start this close to each other, in characters. */
const SCENE_SLACK = 60;

const printSceneErrors = (note: LabelledNote, prediction: Prediction): void => {
  const at = (start: number): string => JSON.stringify(note.input.text.slice(start, start + 36));
  const isNear = (a: { start: number }, b: { start: number }): boolean => Math.abs(a.start - b.start) <= SCENE_SLACK;
  for (const label of note.labels.scenes) {
    const hit = prediction.scenes.find((scene) => isNear(scene, label));
    if (!hit || hit.type !== label.type)
      console.log(`  scene ${hit ? `is ${hit.type}, meant` : 'missed'} ${label.type} ${at(label.start)}`);
  }
  for (const scene of prediction.scenes)
    if (!note.labels.scenes.some((label) => isNear(label, scene)))
      console.log(`  scene false ${scene.type} ${at(scene.start)}`);
};

const printMentionErrors = (note: LabelledNote, prediction: Prediction): void => {
  interface Mention {
    id: string;
    start: number;
    end: number;
  }
  const isSame = (a: Mention, b: Mention): boolean => a.id === b.id && a.start < b.end && a.end > b.start;
  for (const label of note.labels.mentions)
    if (!prediction.mentions.some((mention) => isSame(mention, label)))
      console.log(
        `  mention missed ${label.id} ${JSON.stringify(note.input.text.slice(label.start, label.start + 36))}`,
      );
  for (const mention of prediction.mentions)
    if (!note.labels.mentions.some((label) => isSame(label, mention)))
      console.log(`  mention false ${mention.id} ${JSON.stringify(note.input.text.slice(mention.start, mention.end))}`);
};

const printErrors = (note: LabelledNote, prediction: Prediction): void => {
  const { labels } = note;
  console.log(`\n== ${note.id} (${note.hand})`);
  printSceneErrors(note, prediction);
  console.log(`  new: ${namesAndTypes(prediction.entities.filter((entity) => entity.status === 'new'))}`);
  console.log(`  meant: ${namesAndTypes(labels.entities)}`);
  printMentionErrors(note, prediction);
  console.log(`  relationships: ${triples(prediction.relationships)}`);
  console.log(`  meant: ${triples(labels.relationships)}`);
  const entries = prediction.logEntries.map((entry) => `[${entry.entity}] ${entry.content.slice(0, 60)}`);
  console.log(`  log: ${entries.join(' | ')}`);
  const expected = labels.logEntries.map((entry) => `[${entry.entity}] ${entry.keywords.join(' ')}`);
  console.log(`  meant: ${expected.join(' | ')}`);
};

/** Prints the scores of both halves; `showErrors` adds what went wrong in the tuned half, the only one to look at. */
export const scoreDevelopmentSet = (showErrors: boolean): void => {
  const [tuned, held] = [scoresOf('tune'), scoresOf('hold')];
  console.log(`${'score'.padEnd(26)}${'tuned'.padStart(8)}${'held'.padStart(8)}${'gap'.padStart(8)}`);
  for (const [name, value] of Object.entries(tuned))
    console.log(`${name.padEnd(26)}${score(value)}${score(held[name]!)}${score(value - held[name]!)}`);
  if (!showErrors) return;
  const tunedNotes = developmentSet().filter((note) => note.split === 'tune');
  for (const { note, said } of predict(tunedNotes)) printErrors(note, said);
};
