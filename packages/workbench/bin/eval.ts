// Evaluations by name. Each reads one JSON file and writes another, without a network. With `--dev`, analysis,
// search and recap print their scores on the project's own labelled sets instead: the half that was tuned on beside the
// half that was not. `--cross` scores chat by voices left out, and `--train` writes the weights that ship.
import { readFileSync, writeFileSync } from 'node:fs';
import { createNameIndex, findMentions, type AnalysisInput } from '@emberkeep/domain';
import { analyse, recapNotes, recapText } from '@emberkeep/assistant';
import { toPrediction } from '@emberkeep/assistant/testing';
import { readCampaignFile, wholeSave, writeCampaignFile } from '@emberkeep/files/save';
import { derivedId } from '@emberkeep/store';
import { modelOfConcepts } from '@emberkeep/search/lexicon';
import { createIndexDatabase, lexiconConcepts, shippedEmbedder } from '@emberkeep/search/testing';
import { scoreDevelopmentSet } from '../src/eval-analysis.ts';
import { scoreCross } from '../src/eval-cross.ts';
import { crossChat, trainChat } from '../src/cross-chat.ts';
import { answerChat, type ChatFile } from '../src/eval-chat.ts';
import { printTimes } from '../src/eval-format.ts';
import { scoreRecaps } from '../src/eval-recap.ts';
import { answerFile, scoreSearch, type SearchFile, type SearchSystem } from '../src/eval-search.ts';
import { optionsNamed } from '../src/options.ts';
import { sentenceModelInNode } from '../src/sentence-model-in-node.ts';

const args = process.argv.slice(2);
const option = (name: string): string | undefined =>
  args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : undefined;
const [name = ''] = args;

const fail = (...lines: string[]): never => {
  console.error(lines.join('\n'));
  process.exit(2);
};

/** The input and output files, which every evaluation but `--dev` needs. */
const filesOf = (): { input: string; output: string } => {
  const [input, output] = [option('in'), option('out')];
  if (!input || !output) return fail(`Usage: pnpm --silent eval ${name} --in file.json --out file.json`);
  return { input, output };
};

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

const writeJson = (file: string, value: unknown): void => writeFileSync(file, JSON.stringify(value, null, 1));

/** Answers every note of the input file, writes the answers, and prints how long one took. */
const answerNotes = (answer: (note: AnalysisInput) => unknown): void => {
  const { input, output } = filesOf();
  const times: number[] = [];
  const answers = Object.entries(readJson<Record<string, AnalysisInput>>(input)).map(([id, note]) => {
    const started = performance.now();
    const answered = answer(note);
    times.push(performance.now() - started);
    return [id, answered] as const;
  });
  writeJson(output, Object.fromEntries(answers));
  printTimes('notes', times);
};

/** Notes in a file may leave out aliases. */
const withAliases = (note: AnalysisInput): AnalysisInput => ({
  ...note,
  knownEntities: note.knownEntities.map((entity) => ({ ...entity, aliases: entity.aliases ?? [] })),
});

const mentionsIn = (note: AnalysisInput): object => {
  const index = createNameIndex(withAliases(note).knownEntities);
  return { mentions: findMentions(note.text, index).map(({ start, end, ids }) => ({ start, end, id: ids[0] })) };
};

/** What search works with, by tier: as in the app, or without some part of it, or with an operator's model. */
const TIERS: Readonly<Record<string, { lexicon: boolean; sentences: boolean }>> = {
  words: { lexicon: false, sentences: false },
  lexicon: { lexicon: true, sentences: false },
  sentences: { lexicon: false, sentences: true },
  shipped: { lexicon: true, sentences: true },
};

const systemOf = async (tier: string): Promise<SearchSystem> => {
  const larger = tier.startsWith('model:') ? await sentenceModelInNode(tier.slice('model:'.length)) : null;
  const parts = larger ? TIERS['shipped'] : TIERS[tier];
  if (!parts)
    return fail(
      `There is no tier "${tier}": use ${Object.keys(TIERS).join(', ')}, or model:<id> of a model that was added with ` +
        'pnpm models:add.',
    );
  return {
    lexicon: parts.lexicon ? modelOfConcepts(lexiconConcepts()) : null,
    // A larger model is asked beside the shipped one, as in the app.
    sentences: [...(parts.sentences ? [await shippedEmbedder()] : []), ...(larger ? [larger] : [])],
  };
};

const answerSearch = async (): Promise<void> => {
  const { input, output } = filesOf();
  const system = await systemOf(option('tier') ?? 'shipped');
  const db = await createIndexDatabase();
  const { answers, times } = await answerFile(db, readJson<SearchFile>(input), system);
  writeJson(output, { ...Object.fromEntries(answers), _latencyMs: Object.fromEntries(times) });
  printTimes('queries', [...times.values()]);
  await db.close();
};

const answerPrompts = async (): Promise<void> => {
  const { input, output } = filesOf();
  const { answers, times } = await answerChat(readJson<ChatFile>(input));
  const written = [...answers].map(([id, answer]) => [id, { ...answer, changed: 0 }] as const);
  writeJson(output, Object.fromEntries(written));
  printTimes('prompts', times);
};

/**
 * One campaign file, whole or damaged: the state of each section, what was lost, the campaign, and the file
 * rewritten.
 */
const answerSave = (): void => {
  const { input, output } = filesOf();
  const bytes = readFileSync(input);
  const started = performance.now();
  const reading = readCampaignFile(new TextDecoder().decode(bytes));
  const campaign = wholeSave(reading, derivedId);
  const report = {
    sections: reading.sections,
    lost: reading.lost,
    remarks: reading.remarks,
    campaign,
    rewritten: writeCampaignFile(campaign, reading.records),
  };
  const took = performance.now() - started;
  writeJson(output, report);
  const states = Object.values(reading.sections);
  const counts = ['ok', 'repaired', 'lost'].map((state) => `${states.filter((s) => s === state).length} ${state}`);
  const ms = took.toFixed(2);
  console.log(`${states.length} sections (${counts.join(', ')}), median ${ms} ms, p95 ${ms} ms`);
};

const EVALUATIONS: Readonly<Record<string, () => Promise<void> | void>> = {
  analysis: () => answerNotes((note) => toPrediction(analyse(withAliases(note)), note.knownEntities)),
  mentions: () => answerNotes(mentionsIn),
  recap: () => answerNotes((note) => recapText(recapNotes(withAliases(note)))),
  search: answerSearch,
  chat: answerPrompts,
  save: answerSave,
};

const DEVELOPMENT_SETS: Readonly<Record<string, (showErrors: boolean) => Promise<void> | void>> = {
  analysis: scoreDevelopmentSet,
  recap: scoreRecaps,
  search: scoreSearch,
};

/** Scores by hands or voices that the training left out. */
const CROSS: Readonly<Record<string, () => Promise<void> | void>> = {
  analysis: () => scoreCross(optionsNamed('notes', args)),
  chat: () =>
    crossChat({
      without: option('without'),
      groups: Number(option('groups')) || undefined,
      showErrors: args.includes('--errors'),
    }),
};

/** Training of the weights that ship. */
const TRAININGS: Readonly<Record<string, () => Promise<void>>> = { chat: trainChat };

const isKnown = (table: object): boolean => Object.hasOwn(table, name);

if (args.includes('--dev') && isKnown(DEVELOPMENT_SETS)) await DEVELOPMENT_SETS[name]?.(args.includes('--errors'));
else if (args.includes('--cross') && isKnown(CROSS)) await CROSS[name]?.();
else if (args.includes('--train') && isKnown(TRAININGS)) await TRAININGS[name]?.();
else if (isKnown(EVALUATIONS)) await EVALUATIONS[name]?.();
else
  fail(
    `Usage: pnpm --silent eval ${Object.keys(EVALUATIONS).join('|')} --in file.json --out answers.json`,
    `         [--tier ${Object.keys(TIERS).join('|')}|model:<id>]  (search only)`,
    `   or: pnpm --silent eval ${Object.keys(DEVELOPMENT_SETS).join('|')} --dev [--errors]`,
    `   or: pnpm --silent eval analysis --cross --notes FOLDER [--notes FOLDER]`,
    `   or: pnpm --silent eval chat --cross [--groups N] [--without model|vectors] [--errors]`,
    `   or: pnpm --silent eval ${Object.keys(TRAININGS).join('|')} --train`,
  );
