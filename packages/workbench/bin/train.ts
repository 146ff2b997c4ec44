// Trains the small models that read notes and writes their weights into the assistant. Training uses no chance: the same
// notes give the same weights.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { examplesOf, trainReading, type ReadingWeights } from '@emberkeep/assistant/testing';
import { goldNotes } from '../src/note-sets.ts';
import { optionsNamed } from '../src/options.ts';
import { ROOT } from '../src/run.ts';

const WEIGHTS = join(ROOT, 'packages/assistant/src/learned/weights');

/** One feature a line, so that a change of weights can be read. */
const asLines = ({ features, ...rest }: { features: Readonly<Record<string, readonly number[]>> }): string => {
  const head = Object.entries(rest).map(([key, value]) => ` ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  const lines = Object.entries(features).map(
    ([name, weights]) => `  ${JSON.stringify(name)}: ${JSON.stringify(weights)}`,
  );
  return `{\n${head.join('')} "features": {\n${lines.join(',\n')}\n }\n}\n`;
};

const args = process.argv.slice(2);
const folders = optionsNamed('notes', args);
if (args[0] !== 'notes' || folders.length === 0) {
  console.error('Usage: pnpm train notes --notes FOLDER [--notes FOLDER]');
  process.exit(2);
}
const notes = goldNotes(folders);
const weights = trainReading(notes.map(examplesOf));
const FILES: Readonly<Record<keyof ReadingWeights, string>> = {
  scenes: 'scenes',
  sceneTypes: 'scene-types',
  names: 'names',
  nameTypes: 'name-types',
  relationships: 'relationships',
  relationTypes: 'relation-types',
  logEntries: 'log-entries',
};
for (const [name, file] of Object.entries(FILES))
  writeFileSync(join(WEIGHTS, `${file}.json`), asLines(weights[name as keyof ReadingWeights]));
console.log(`Trained on ${notes.length} notes of ${weights.scenes.hands} hands`);
