// Lets a model retell a recap in its own words. If it adds anything, the recap stays as the rules wrote it.
import { err, ok, type Result } from '@emberkeep/domain';
import { countWords } from '../text.ts';
import { generate, type LanguageModel, type ModelProblem, type StopSignal } from './language-model.ts';
import { retellInstructions } from './instructions/retell.ts';
import { lineTouched, unlessTouched } from './check-safety-lines.ts';
import { asQuotation } from './quotation.ts';
import { plainReply } from './replies.ts';

/** Fewest and most words of a retelling. Half of a recap's words are enough for a short one. */
const WORDS_MIN = 30;
const WORDS_MAX = 240;
const ANSWER_TOKENS = 500;

export interface RetellInput {
  /** The recap as the rules wrote it: nothing else may be told. */
  recap: string;
  /** Id of the game system. */
  system: string;
  /** Topics that the group keeps out of play. */
  lines: readonly string[];
  /** Whether the model may be told these topics. */
  tellsLimits: boolean;
}

/** `invented`: it has a name or a number that the recap lacks. `line`: it touches a line. */
export type NotRetold = { type: 'NotRetold'; problem: ModelProblem | 'invented' | 'line' };

const normalised = (text: string): string => text.toLowerCase().replace(/[’‘]/g, "'");

/**
 * Capitalised words inside a sentence. The first word is not counted: it is capitalised in any case. What is before a
 * word is looked at only where it has a capital: a run of blanks would take quadratic time.
 */
const namesIn = (text: string): string[] =>
  [...text.matchAll(/(?=\p{Lu})(?<=[\p{L}\p{N},;:'’"”)–—-]\s+["“(]?)\p{Lu}[\p{L}'’-]+/gu)]
    .map(([name]) => name.replace(/['’]s$/, ''))
    .filter((name) => !/^(?:I|I['’].*)$/.test(name));

/** Names and numbers of a text that its source does not have. */
export const inventedIn = (text: string, source: string): string[] => {
  const from = normalised(source);
  const words = new Set(from.match(/[\p{L}\p{N}'-]+/gu) ?? []);
  return [...namesIn(text), ...(text.match(/\d+/g) ?? [])].filter(
    (name) => !words.has(normalised(name)) && !from.includes(normalised(name)),
  );
};

/** Why a retelling is refused, or null. */
const problemOf = (text: string, { recap, lines }: RetellInput): NotRetold['problem'] | null => {
  const wordCount = countWords(text);
  if (wordCount < Math.min(WORDS_MIN, countWords(recap) / 2) || wordCount > WORDS_MAX) return 'garbage';
  if (lineTouched(text, lines) !== null) return 'line';
  return inventedIn(text, recap).length > 0 ? 'invented' : null;
};

/** The recap in a model's words. `onText` gets the whole text so far, as it grows, until it touches a line. */
export const retellWithModel = async (
  input: RetellInput,
  model: LanguageModel,
  signal: StopSignal,
  onText?: (soFar: string) => void,
): Promise<Result<string, NotRetold>> => {
  const answered = await generate(model, {
    instructions: retellInstructions(input),
    messages: [{ role: 'user', text: asQuotation(input.recap) }],
    tools: [],
    most: ANSWER_TOKENS,
    signal,
    ...(onText ? { onText: unlessTouched(input.lines, onText) } : {}),
  });
  if (!answered.ok) return err({ type: 'NotRetold', problem: answered.error.problem });
  const text = plainReply(answered.value.text)
    .replace(/^["“«]|["”»]$/g, '')
    .trim();
  const problem = answered.value.isPartial ? 'garbage' : problemOf(text, input);
  return problem ? err({ type: 'NotRetold', problem }) : ok(text);
};
