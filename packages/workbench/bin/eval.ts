// Evaluations by name; each reads one JSON file and writes one, with no network. `analysis --dev` scores the project's own
// labelled notes instead, the part that rules were tuned on beside the part that they were not; so do `search --dev`, `recap --dev` and `chat --dev`.
import { readFileSync, writeFileSync } from 'node:fs';
import { createNameIndex, findMentions, type AnalysisInput } from '@emberkeep/domain';
import { analyse, recapNotes, recapText } from '@emberkeep/assistant';
import { toPrediction } from '@emberkeep/assistant/testing';
import { readSave, wholeSave, writeSave } from '@emberkeep/files/save';
import { derivedId } from '@emberkeep/store';
import { lexiconConcepts, createIndexDatabase } from '@emberkeep/search/testing';
import { scoreDevelopmentSet } from '../src/eval-analysis.ts';
import { answerChat, scoreChatSet, type ChatFile } from '../src/eval-chat.ts';
import { scoreRecaps } from '../src/eval-recap.ts';
import { answerFile, modelOf, scoreSearch, type SearchFile } from '../src/eval-search.ts';
import { sentenceModelInNode } from '../src/sentence-model-in-node.ts';

const args = process.argv.slice(2);
const option = (name: string): string | undefined =>
  args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : undefined;
const [name] = args;
const [input, output] = [option('in'), option('out')];

const needFiles = (): [input: string, output: string] => {
  if (input && output) return [input, output];
  console.error(`Usage: pnpm --silent eval ${name} --in file.json --out file.json`);
  process.exit(2);
};
const said = (what: string, times: number[]): void => {
  times.sort((a, b) => a - b);
  console.log(
    `${times.length} ${what}, median ${(times[Math.floor(times.length / 2)] ?? 0).toFixed(2)} ms, p95 ${(times[Math.floor(times.length * 0.95)] ?? 0).toFixed(2)} ms`,
  );
};

/** Answers every item of the input file, writes the answers, and prints how long one took. */
const answerAll = <I>(answer: (item: I) => unknown): void => {
  const [from, to] = needFiles();
  const times: number[] = [];
  const answers = Object.fromEntries(
    Object.entries(JSON.parse(readFileSync(from, 'utf8')) as Record<string, I>).map(([id, item]) => {
      const started = performance.now();
      const answered = answer(item);
      times.push(performance.now() - started);
      return [id, answered];
    }),
  );
  writeFileSync(to, JSON.stringify(answers, null, 1));
  said('notes', times);
};

/** `lexical`: words alone. `lexicon`: with the shipped model, as the app does out of the box. `model:<id>`: a larger one beside it. */
const answerSearch = async (): Promise<void> => {
  const [from, to] = needFiles();
  const tier = option('tier') ?? 'lexicon';
  const larger = tier.startsWith('model:') ? await sentenceModelInNode(tier.slice('model:'.length)) : null;
  if (!['lexical', 'lexicon'].includes(tier) && !larger) {
    console.error(
      `There is no tier "${tier}": lexical, lexicon, or model:<id> of a model that was added with pnpm models:add.`,
    );
    process.exit(2);
  }
  const db = await createIndexDatabase();
  const { answers, times } = await answerFile(
    db,
    JSON.parse(readFileSync(from, 'utf8')) as SearchFile,
    tier === 'lexical' ? null : modelOf(lexiconConcepts()),
    larger,
  );
  writeFileSync(to, JSON.stringify({ ...Object.fromEntries(answers), _latencyMs: Object.fromEntries(times) }, null, 1));
  said('queries', [...times.values()]);
  await db.close();
};

/** One save file, whole or damaged: what each section is worth, what could not be read, everything that it says, and the file written again. */
const answerSave = (): void => {
  const [from, to] = needFiles();
  const bytes = readFileSync(from);
  const started = performance.now();
  const reading = readSave(new TextDecoder().decode(bytes));
  const campaign = wholeSave(reading, derivedId);
  const report = {
    sections: reading.sections,
    lost: reading.lost,
    remarks: reading.remarks,
    campaign,
    rewritten: writeSave(campaign, reading.records),
  };
  const took = performance.now() - started;
  writeFileSync(to, JSON.stringify(report, null, 1));
  const states = Object.values(reading.sections);
  console.log(
    `${states.length} sections (${['ok', 'repaired', 'lost'].map((s) => `${states.filter((x) => x === s).length} ${s}`).join(', ')}), median ${took.toFixed(2)} ms, p95 ${took.toFixed(2)} ms`,
  );
};

const asInput = (note: AnalysisInput): AnalysisInput => ({
  ...note,
  knownEntities: note.knownEntities.map((e) => ({ ...e, aliases: e.aliases ?? [] })),
});

if (name === 'save') answerSave();
else if (name === 'recap' && args.includes('--dev')) scoreRecaps(args.includes('--errors'));
else if (name === 'recap') answerAll((note: AnalysisInput) => recapText(recapNotes(asInput(note))));
else if (name === 'chat' && args.includes('--dev')) await scoreChatSet(args.includes('--errors'));
else if (name === 'chat') {
  const [from, to] = needFiles();
  const { answers, times } = await answerChat(JSON.parse(readFileSync(from, 'utf8')) as ChatFile);
  writeFileSync(
    to,
    JSON.stringify(Object.fromEntries([...answers].map(([id, answer]) => [id, { ...answer, changed: 0 }])), null, 1),
  );
  said('prompts', times);
} else if (name === 'search' && args.includes('--dev')) await scoreSearch(args.includes('--errors'));
else if (name === 'search') await answerSearch();
else if (name === 'analysis' && args.includes('--dev')) scoreDevelopmentSet(args.includes('--errors'));
else if (name === 'analysis')
  answerAll((note: AnalysisInput) => toPrediction(analyse(asInput(note)), note.knownEntities));
else if (name === 'mentions') {
  answerAll((note: AnalysisInput) => {
    const index = createNameIndex(note.knownEntities.map((e) => ({ ...e, aliases: e.aliases ?? [] })));
    return { mentions: findMentions(note.text, index).map((m) => ({ start: m.start, end: m.end, id: m.ids[0] })) };
  });
} else {
  console.error(
    'Usage: pnpm --silent eval analysis|mentions|recap|search|chat|save --in file.json --out answers.json [--tier lexical|lexicon|model:<id>], or pnpm --silent eval analysis|recap|search|chat --dev [--errors]',
  );
  process.exit(2);
}
