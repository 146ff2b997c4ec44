// Evaluations by name; each reads one JSON file and writes one, with no network. `analysis --dev` scores the project's own
// labelled notes instead, the part that rules were tuned on beside the part that they were not.
import { readFileSync, writeFileSync } from 'node:fs';
import { createNameIndex, findMentions, type AnalysisInput } from '@emberkeep/domain';
import { analyse } from '@emberkeep/assistant';
import { toPrediction } from '@emberkeep/assistant/testing';
import { scoreDevelopmentSet } from '../src/eval-analysis.ts';

const args = process.argv.slice(2);
const option = (name: string): string | undefined => (args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : undefined);
const [name] = args;
const [input, output] = [option('in'), option('out')];

/** Answers every item of the input file, writes the answers, and prints how long one took. */
const answerAll = <I>(answer: (item: I) => unknown): void => {
  if (!input || !output) {
    console.error(`Usage: pnpm --silent eval ${name} --in file.json --out file.json`);
    process.exit(2);
  }
  const times: number[] = [];
  const answers = Object.fromEntries(Object.entries(JSON.parse(readFileSync(input, 'utf8')) as Record<string, I>).map(([id, item]) => {
    const started = performance.now();
    const answered = answer(item);
    times.push(performance.now() - started);
    return [id, answered];
  }));
  writeFileSync(output, JSON.stringify(answers, null, 1));
  times.sort((a, b) => a - b);
  console.log(`${times.length} notes, median ${(times[Math.floor(times.length / 2)] ?? 0).toFixed(2)} ms, p95 ${(times[Math.floor(times.length * 0.95)] ?? 0).toFixed(2)} ms`);
};

if (name === 'analysis' && args.includes('--dev')) scoreDevelopmentSet(args.includes('--errors'));
else if (name === 'analysis') answerAll((note: AnalysisInput) => toPrediction(analyse({ ...note, knownEntities: note.knownEntities.map((e) => ({ ...e, aliases: e.aliases ?? [] })) }), note.knownEntities));
else if (name === 'mentions') {
  answerAll((note: AnalysisInput) => {
    const index = createNameIndex(note.knownEntities.map((e) => ({ ...e, aliases: e.aliases ?? [] })));
    return { mentions: findMentions(note.text, index).map((m) => ({ start: m.start, end: m.end, id: m.ids[0] })) };
  });
} else {
  console.error('Usage: pnpm --silent eval analysis|mentions --in notes.json --out answers.json, or pnpm --silent eval analysis --dev [--errors]');
  process.exit(2);
}
