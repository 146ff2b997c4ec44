// Evaluations by name; each reads one JSON file and writes one, with no network. `mentions` scores links to known entities.
import { readFileSync, writeFileSync } from 'node:fs';
import { createNameIndex, findMentions } from '@emberkeep/domain';

const args = process.argv.slice(2);
const option = (name: string): string | undefined => args[args.indexOf(`--${name}`) + 1];
const [name] = args;
const [input, output] = [option('in'), option('out')];
if (name !== 'mentions' || !args.includes('--in') || !args.includes('--out') || !input || !output) {
  console.error('Usage: pnpm --silent eval mentions --in notes.json --out mentions.json');
  process.exit(2);
}
interface Note {
  text: string;
  knownEntities: { id: string; name: string; aliases?: string[] }[];
}
const notes = JSON.parse(readFileSync(input, 'utf8')) as Record<string, Note>;
const times: number[] = [];
const answers = Object.fromEntries(
  Object.entries(notes).map(([id, note]) => {
    const started = performance.now();
    const index = createNameIndex(note.knownEntities.map((e) => ({ id: e.id, name: e.name, aliases: e.aliases ?? [] })));
    const mentions = findMentions(note.text, index).map((m) => ({ start: m.start, end: m.end, id: m.ids[0] }));
    times.push(performance.now() - started);
    return [id, { mentions }];
  }),
);
writeFileSync(output, JSON.stringify(answers, null, 1));
times.sort((a, b) => a - b);
console.log(`${times.length} notes, median ${(times[Math.floor(times.length / 2)] ?? 0).toFixed(2)} ms, p95 ${(times[Math.floor(times.length * 0.95)] ?? 0).toFixed(2)} ms`);
