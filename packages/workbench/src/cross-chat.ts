// Trains the intent model on the labelled prompts, and scores the assistant on voices that its training left out.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IntentModel } from '@emberkeep/assistant';
import {
  faultsOf,
  intentExamples,
  intentModelOf,
  neverExamples,
  scoreChat,
  TRAINING,
  trainIntents,
  type ChatAnswer,
  type ChatPrompt,
  type IntentExample,
} from '@emberkeep/assistant/testing';
import { chatPassages, chatPrompts, neverWrites } from '@emberkeep/assistant/testing/node';
import { shippedEmbedder } from '@emberkeep/search/testing';
import { answerChat, type Reading } from './eval-chat.ts';
import { printTimes } from './eval-format.ts';
import { ROOT } from './run.ts';

const WEIGHTS = join(ROOT, 'packages/assistant/src/chat/intent-model/intent-weights.ts');

/** Sentence vectors by text. */
const vectorsOf = async (texts: readonly string[]): Promise<Map<string, Float32Array | null>> => {
  const sentences = await shippedEmbedder();
  const vectors = new Map<string, Float32Array | null>();
  for (const text of texts) if (!vectors.has(text)) vectors.set(text, await sentences.embedQuery(text));
  return vectors;
};

const examples = async (): Promise<IntentExample[]> => {
  const prompts = chatPrompts();
  const vectors = await vectorsOf([...prompts.map(({ text }) => text), ...neverWrites()]);
  const vectorOf = (text: string): Float32Array | null => vectors.get(text) ?? null;
  return [...intentExamples(prompts, chatPassages(), vectorOf), ...neverExamples(neverWrites(), vectorOf)];
};

/** Trains on every voice and writes the weights that ship. */
export const trainChat = async (): Promise<void> => {
  const weights = trainIntents(await examples());
  const source = [
    '// The weights of the intent model. Written by `pnpm --silent eval chat --train`: do not edit.',
    "import type { IntentWeights } from './intent-model.ts';",
    '',
    `// Seed ${TRAINING.seed}.`,
    'export const INTENT_WEIGHTS: IntentWeights = {',
    `  step: ${weights.step},`,
    `  bytes: '${weights.bytes}',`,
    '};',
    '',
  ].join('\n');
  writeFileSync(WEIGHTS, source);
  console.log(`${(source.length / 1000).toFixed(0)} kB written to ${WEIGHTS}`);
};

/** For every voice, a model that was trained without it and without the other voices of its group. */
const modelsByVoice = async (voices: readonly string[], groups: number): Promise<Map<string, IntentModel>> => {
  const all = await examples();
  const models = new Map<string, IntentModel>();
  for (let group = 0; group < groups; group++) {
    const left = voices.filter((_, n) => n % groups === group);
    const model = intentModelOf(trainIntents(all.filter(({ voice }) => !left.includes(voice))));
    for (const voice of left) models.set(voice, model);
  }
  return models;
};

const SHOWN = ['intents', 'creationsRight', 'slots', 'citations'] as const;
const line = (name: string, prompts: readonly ChatPrompt[], answers: ReadonlyMap<string, ChatAnswer>): string => {
  const score = scoreChat(prompts, answers);
  const rates = SHOWN.map((key) => score[key].toFixed(3).padStart(16));
  return `${name.padEnd(16)}${String(score.prompts).padStart(8)}${rates.join('')}${`${score.forbiddenWrites} of ${score.traps}`.padStart(16)}`;
};

export interface CrossOptions {
  /** A part that is left out, to see what it gives. */
  without?: string | undefined;
  /** How many groups of voices are left out in turn: as many as there are voices, unless fewer are asked for. */
  groups?: number | undefined;
  showErrors: boolean;
}

export const crossChat = async ({ without, groups, showErrors }: CrossOptions): Promise<void> => {
  const prompts = chatPrompts();
  const voices = [...new Set(prompts.map(({ voice }) => voice))];
  const folds = Math.min(voices.length, Math.max(2, Math.trunc(groups ?? voices.length)));
  const models = without === 'model' ? null : await modelsByVoice(voices, folds);
  const voiceOf = new Map(prompts.map(({ id, voice }) => [id, voice]));
  const reading: Reading = {
    intentsFor: (id) => models?.get(voiceOf.get(id) ?? '') ?? null,
    hasVectors: without !== 'vectors',
  };
  const { answers, times } = await answerChat({ passages: chatPassages(), prompts }, reading);
  console.log(
    `${'voice left out'.padEnd(16)}${'prompts'.padStart(8)}${SHOWN.map((key) => key.padStart(16)).join('')}${'forbidden'.padStart(16)}`,
  );
  for (const voice of voices)
    console.log(
      line(
        voice,
        prompts.filter((prompt) => prompt.voice === voice),
        answers,
      ),
    );
  console.log(line(`all ${voices.length} voices`, prompts, answers));
  if (folds < voices.length) console.log(`left out in ${folds} groups`);
  printTimes('answers', times);
  if (!showErrors) return;
  for (const prompt of prompts) {
    const faults = faultsOf(prompt, answers.get(prompt.id)!);
    if (faults.length > 0)
      console.log(
        `${prompt.voice.padEnd(12)}${prompt.kind.padEnd(5)}${prompt.want.intent.padEnd(18)}“${prompt.text}”: ${faults.join('; ')}`,
      );
  }
};
