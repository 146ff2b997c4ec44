// Scores answers of the chat agent against the labels of its development set.
import type { ChatAnswer, ChatPrompt, Created } from './chat-prompts.ts';

/** Intents that may write something. */
const WRITING: readonly string[] = ['create_scene', 'quick_npc', 'quick_entity', 'log_event', 'save_that'];
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^(?:the|a|an)\s+/, '')
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .trim();

/** Rates from 0 to 1 over the prompts that were answered, except the counts. A rate over no prompt is 1. */
export interface ChatScore {
  /** Count of all prompts. */
  prompts: number;
  /** Count of the traps among them. */
  traps: number;
  intents: number;
  intentsMain: number;
  intentsTraps: number;
  /** Count of answers that wrote something where nothing may be written. */
  forbiddenWrites: number;
  /** Count of answers that wrote something other than a draft. */
  notDraft: number;
  creationsRight: number;
  slots: number;
  citations: number;
}

const isAsWanted = (want: Created, made: Created): boolean =>
  made.kind === want.kind &&
  (!want.type || made.type === want.type) &&
  (!want.name || plain(made.name ?? '') === plain(want.name));
/** True where exactly what was asked for was created, as often as it was asked for. */
const isRight = ({ want }: ChatPrompt, created: readonly Created[]): boolean =>
  created.length === want.count && created.every((made) => want.created !== null && isAsWanted(want.created, made));
const isCited = (want: readonly string[], cited: readonly string[]): boolean =>
  want.length === 0 ? cited.length === 0 : want.some((id) => cited.includes(id));

const isForbiddenWrite = ({ kind, want }: ChatPrompt, { created }: ChatAnswer): boolean =>
  (kind === 'trap' || !WRITING.includes(want.intent)) && created.length > 0;
const writesMoreThanDrafts = ({ created }: ChatAnswer): boolean => created.some((c) => c.confidence !== 'DRAFT');

/** What is wrong with one answer, in words; empty where nothing is. */
export const faultsOf = (prompt: ChatPrompt, answer: ChatAnswer): string[] => {
  const { want } = prompt;
  const faults: string[] = [];
  if (answer.intent !== want.intent) faults.push(`intent ${answer.intent ?? 'none'}`);
  if (isForbiddenWrite(prompt, answer)) faults.push('FORBIDDEN WRITE');
  if (writesMoreThanDrafts(answer)) faults.push('NOT DRAFT');
  if (want.created && !isRight(prompt, answer.created)) faults.push(`created ${JSON.stringify(answer.created)}`);
  if (want.intent === 'campaign_question' && !isCited(want.cites, answer.citations))
    faults.push(`cited ${answer.citations.join(',') || 'nothing'}`);
  return faults;
};

interface Answered {
  prompt: ChatPrompt;
  answer: ChatAnswer;
}
const rate = (all: readonly Answered[], isGood: (one: Answered) => boolean): number =>
  all.length === 0 ? 1 : all.filter(isGood).length / all.length;

/** Share of the labelled slots that the answers have; of a prompt without an answer, none. */
const slotRate = (prompts: readonly ChatPrompt[], answers: ReadonlyMap<string, ChatAnswer>): number => {
  const slots = prompts.flatMap((p) =>
    Object.entries(p.want.slots).map(([key, value]) => ({ value, found: answers.get(p.id)?.slots[key] ?? '' })),
  );
  const right = slots.filter(({ value, found }) => JSON.stringify(found).toLowerCase().includes(plain(value)));
  return right.length / Math.max(1, slots.length);
};

export const scoreChat = (prompts: readonly ChatPrompt[], answers: ReadonlyMap<string, ChatAnswer>): ChatScore => {
  const answered = prompts.flatMap((prompt): Answered[] => {
    const answer = answers.get(prompt.id);
    return answer ? [{ prompt, answer }] : [];
  });
  const where = (test: (prompt: ChatPrompt) => boolean): Answered[] => answered.filter((a) => test(a.prompt));
  const hasIntent = ({ prompt, answer }: Answered): boolean => answer.intent === prompt.want.intent;
  return {
    prompts: prompts.length,
    traps: prompts.filter((p) => p.kind === 'trap').length,
    intents: rate(answered, hasIntent),
    intentsMain: rate(
      where((p) => p.kind === 'main'),
      hasIntent,
    ),
    intentsTraps: rate(
      where((p) => p.kind === 'trap'),
      hasIntent,
    ),
    forbiddenWrites: answered.filter((a) => isForbiddenWrite(a.prompt, a.answer)).length,
    notDraft: answered.filter((a) => writesMoreThanDrafts(a.answer)).length,
    creationsRight: rate(
      where((p) => p.want.created !== null),
      ({ prompt, answer }) => isRight(prompt, answer.created),
    ),
    slots: slotRate(prompts, answers),
    citations: rate(
      where((p) => p.want.intent === 'campaign_question'),
      ({ prompt, answer }) => isCited(prompt.want.cites, answer.citations),
    ),
  };
};
