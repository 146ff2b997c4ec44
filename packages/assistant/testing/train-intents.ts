// Trains the intent model on labelled prompts. Pure and seeded: the same examples give the same weights.
import { toBase64 } from '@emberkeep/domain';
import { INTENTS, WRITES, type Intent } from '../src/chat/intents.ts';
import { readable } from '../src/chat/readable.ts';
import {
  biasAt,
  DIMS,
  ROW,
  ROWS,
  scoreOf,
  sigmoid,
  softmax,
  type IntentWeights,
} from '../src/chat/intent-model/intent-model.ts';
import { BUCKETS, featuresOf } from '../src/chat/intent-model/message-features.ts';
import { namesOf, type ChatPassage, type ChatPrompt } from './chat-prompts.ts';

export interface IntentExample {
  /** Who worded it. */
  voice: string;
  features: readonly number[];
  /** Null where the model is trained without vectors. */
  vector: Float32Array | null;
  /** Null where only `writes` is known. */
  intent: Intent | null;
  /** Whether it asks for something to be written; null where the label leaves it open. */
  writes: boolean | null;
}

export interface TrainingSettings {
  seed: number;
  epochs: number;
  rate: number;
  /** Pull of every weight towards 0, for each step. */
  decay: number;
  /** The same for the weights of the vector. */
  vectorDecay: number;
  /** What writing where nothing was asked for costs, against not writing where it was. */
  writeCost: number;
}

export const TRAINING: TrainingSettings = {
  seed: 22,
  epochs: 12,
  rate: 0.35,
  decay: 2e-4,
  vectorDecay: 2e-4,
  writeCost: 3,
};

const asksToWrite = ({ kind, want }: ChatPrompt): boolean | null => {
  if (kind === 'trap' || !WRITES.has(want.intent)) return false;
  return want.created ? true : null;
};

/** Answers that may stand before a request and mean nothing to it: at the table there nearly always is one. */
const EARLIER_ANSWERS = [
  'Added Kit Quickley (npc) as a draft.\nRole: Bartender · Motivation: Wants to be left alone',
  'Hard: 20. The ladder: Very easy 5, Easy 10, Medium 15, Hard 20.',
  'I found nothing about that.',
  'Create the scene “Lighthouse”?',
];

/**
 * Labelled prompts as examples, those without an answer before them also with one. `vectorOf`: the sentence vector of a
 * text, or null.
 */
export const intentExamples = (
  prompts: readonly ChatPrompt[],
  passages: readonly ChatPassage[],
  vectorOf: (text: string) => Float32Array | null,
): IntentExample[] =>
  prompts.flatMap((prompt, n) => {
    const exampleAfter = (previous: string): IntentExample => ({
      voice: prompt.voice,
      features: featuresOf(readable(prompt.text), {
        system: prompt.system,
        names: namesOf(passages, prompt.campaign),
        previous,
      }),
      vector: vectorOf(prompt.text),
      intent: prompt.want.intent,
      writes: asksToWrite(prompt),
    });
    const own = exampleAfter(prompt.previousAssistant);
    return prompt.previousAssistant === '' ? [own, exampleAfter(EARLIER_ANSWERS[n % EARLIER_ANSWERS.length]!)] : [own];
  });

/** Messages that must write nothing, whatever they mean. */
export const neverExamples = (
  texts: readonly string[],
  vectorOf: (text: string) => Float32Array | null,
): IntentExample[] =>
  texts.map((text) => ({
    voice: 'never',
    features: featuresOf(readable(text), { system: 'dnd-5e', names: [], previous: '' }),
    vector: vectorOf(text),
    intent: null,
    writes: false,
  }));

/** Numbers from 0 to 1 by the seed (mulberry32). */
const randomBy = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

const shuffle = <T>(items: readonly T[], random: () => number): T[] => {
  const mixed = [...items];
  for (let n = mixed.length - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    [mixed[n], mixed[other]] = [mixed[other]!, mixed[n]!];
  }
  return mixed;
};

/** A row of weights, and the sums of squared steps by which AdaGrad slows each weight. */
interface Row {
  weights: Float64Array;
  squares: Float64Array;
}

const learn = ({ weights, squares }: Row, at: number, gradient: number, rate: number): void => {
  squares[at]! += gradient * gradient;
  weights[at]! -= (rate * gradient) / (Math.sqrt(squares[at]!) + 1e-8);
};

/** An example that a row is this right about teaches it nothing. */
const ERROR_MIN = 0.005;

/** Moves one row towards what an example says. `error`: the likelihood that it gave minus what was right. */
const learnExample = (row: Row, { features, vector }: IntentExample, error: number, by: TrainingSettings): void => {
  // Most rows are right about most examples soon, and learning those again takes most of the time.
  if (Math.abs(error) < ERROR_MIN) return;
  const share = 1 / Math.sqrt(Math.max(1, features.length));
  for (const feature of features) learn(row, feature, error * share + by.decay * row.weights[feature]!, by.rate);
  learn(row, biasAt(vector !== null), error, by.rate);
  if (!vector) return;
  for (let i = 0; i < DIMS; i++)
    learn(row, BUCKETS + i, error * vector[i]! + by.vectorDecay * row.weights[BUCKETS + i]!, by.rate);
};

const quantise = (rows: readonly Row[]): IntentWeights => {
  const all = rows.flatMap(({ weights }) => [...weights]);
  const step = all.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127 || 1;
  const bytes = Int8Array.from(all, (weight) => Math.round(weight / step));
  return { step, bytes: toBase64(new Uint8Array(bytes.buffer)) };
};

/** Every example is learned with its vector and without, so that the model reads messages of both kinds. */
export const trainIntents = (examples: readonly IntentExample[], by: TrainingSettings = TRAINING): IntentWeights => {
  const random = randomBy(by.seed);
  const rows = Array.from({ length: ROWS }, (): Row => ({
    weights: new Float64Array(ROW),
    squares: new Float64Array(ROW),
  }));
  const both = examples.flatMap((example) => (example.vector ? [example, { ...example, vector: null }] : [example]));
  for (let epoch = 0; epoch < by.epochs; epoch++)
    for (const example of shuffle(both, random)) {
      const scores = rows.map(({ weights }) => scoreOf(weights, example.features, example.vector));
      const likelihoods = softmax(scores.slice(0, INTENTS.length));
      for (const [n, intent] of example.intent === null ? [] : INTENTS.entries())
        learnExample(rows[n]!, example, likelihoods[n]! - (intent === example.intent ? 1 : 0), by);
      if (example.writes === null) continue;
      const error = sigmoid(scores[INTENTS.length]!) - (example.writes ? 1 : 0);
      learnExample(rows[INTENTS.length]!, example, example.writes ? error : error * by.writeCost, by);
    }
  return quantise(rows);
};
