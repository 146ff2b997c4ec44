// Owns scoring the rules on the project's own labelled notes: what was tuned on beside what was not, and the gap.
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

export const developmentSet = (): LabelledNote[] =>
  ['dnd-5e', 'coc-7e', 'gurps-4e', 'fitd'].flatMap((system) =>
    readLabelledNotes(readFileSync(join(ROOT, `packages/assistant/testing/notes/${system}.txt`), 'utf8'), system),
  );

export const predict = (notes: readonly LabelledNote[]): { note: LabelledNote; said: Prediction }[] =>
  notes.map((note) => ({ note, said: toPrediction(analyse(note.input), note.input.knownEntities) }));

export const scoresOf = (split: 'tune' | 'hold'): Scores =>
  scoreNotes(predict(developmentSet().filter((n) => n.split === split)));

/** Prints both halves; `errors` adds what went wrong in the half that may be looked at. */
export const scoreDevelopmentSet = (errors: boolean): void => {
  const [tuned, held] = [scoresOf('tune'), scoresOf('hold')];
  console.log(`${'score'.padEnd(26)}${'tuned'.padStart(8)}${'held'.padStart(8)}${'gap'.padStart(8)}`);
  for (const [name, value] of Object.entries(tuned))
    console.log(
      `${name.padEnd(26)}${value.toFixed(3).padStart(8)}${held[name]!.toFixed(3).padStart(8)}${(value - held[name]!).toFixed(3).padStart(8)}`,
    );
  if (!errors) return;
  for (const { note, said } of predict(developmentSet().filter((n) => n.split === 'tune'))) {
    const at = (start: number): string => JSON.stringify(note.input.text.slice(start, start + 36));
    console.log(`\n== ${note.id} (${note.hand})`);
    for (const gold of note.labels.scenes) {
      const hit = said.scenes.find((s) => Math.abs(s.start - gold.start) <= 60);
      if (!hit || hit.type !== gold.type)
        console.log(`  scene ${hit ? `is ${hit.type}, meant` : 'missed'} ${gold.type} ${at(gold.start)}`);
    }
    for (const s of said.scenes)
      if (!note.labels.scenes.some((g) => Math.abs(s.start - g.start) <= 60))
        console.log(`  scene false ${s.type} ${at(s.start)}`);
    const fresh = said.entities.filter((e) => e.status === 'new');
    console.log(
      `  new: ${fresh.map((e) => `${e.name}:${e.type}`).join(', ')}\n  meant: ${note.labels.entities.map((e) => `${e.name}:${e.type}`).join(', ')}`,
    );
    for (const m of note.labels.mentions)
      if (!said.mentions.some((s) => s.id === m.id && s.start < m.end && s.end > m.start))
        console.log(`  mention missed ${m.id} ${at(m.start)}`);
    for (const m of said.mentions)
      if (!note.labels.mentions.some((s) => s.id === m.id && s.start < m.end && s.end > m.start))
        console.log(`  mention false ${m.id} ${JSON.stringify(note.input.text.slice(m.start, m.end))}`);
    console.log(
      `  ties: ${said.relationships.map((r) => `${r.source} ${r.type} ${r.target}`).join('; ')}\n  meant: ${note.labels.relationships.map((r) => `${r.source} ${r.type} ${r.target}`).join('; ')}`,
    );
    console.log(
      `  log: ${said.logEntries.map((l) => `[${l.entity}] ${l.content.slice(0, 60)}`).join(' | ')}\n  meant: ${note.labels.logEntries.map((l) => `[${l.entity}] ${l.keywords.join(' ')}`).join(' | ')}`,
    );
  }
};
