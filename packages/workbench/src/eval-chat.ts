// Scores the assistant on the project's own prompts, tuned half beside held half, and answers a file of prompts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { respond, type ChatReply } from '@emberkeep/assistant';
import {
  faultsOf,
  namesOf,
  readChatPassages,
  readChatPrompts,
  scoreChat,
  type ChatAnswer,
  type ChatPassage,
  type Created,
} from '@emberkeep/assistant/testing';
import { modelOfConcepts } from '@emberkeep/search/lexicon';
import {
  answerPlain,
  createIndexDatabase,
  fillVectors,
  fillWithPassages,
  lexiconConcepts,
  shippedEmbedder,
  type SentenceEmbedder,
} from '@emberkeep/search/testing';
import type { StaticModel } from '@emberkeep/search';
import { printTimes } from './eval-format.ts';
import { queryVectors } from './eval-search.ts';
import { ROOT } from './run.ts';

export interface ChatFile {
  passages: (Omit<ChatPassage, 'sub' | 'session'> & { sub?: string | null; session?: string | number | null })[];
  prompts: { id: string; system: string; campaign: string; text: string; previousAssistant?: string | null }[];
}

/** What an answer creates. As in the app, everything is created as a draft. */
const createdOf = ({ writes }: ChatReply): Created[] =>
  writes.map((write) => ({
    kind: write.kind,
    confidence: 'DRAFT',
    ...(write.kind === 'scene'
      ? { name: write.title, type: write.sceneType }
      : write.kind === 'entity'
        ? { name: write.name, type: write.type }
        : {}),
  }));

const answerOf = (reply: ChatReply): ChatAnswer => {
  const { intent, slots } = reply.understood;
  const { sceneType, ...rest } = slots;
  return {
    intent,
    slots: { ...rest, ...(sceneType ? { scene_type: sceneType } : {}) },
    created: createdOf(reply),
    citations: reply.citations,
    text: reply.text,
  };
};

type Database = Awaited<ReturnType<typeof createIndexDatabase>>;

/** A campaign that is loaded into the index: answers one prompt. */
const openCampaign = async (
  db: Database,
  { model, sentences }: { model: StaticModel; sentences: SentenceEmbedder },
  file: ChatFile,
  campaign: string,
): Promise<(prompt: ChatFile['prompts'][number]) => Promise<ChatAnswer>> => {
  const passages = file.passages
    .filter((passage) => passage.campaign === campaign)
    .map((passage) => ({ ...passage, sub: passage.sub ?? '', session: String(passage.session ?? '') }));
  await fillWithPassages(db, passages, model);
  await fillVectors(db, passages, sentences);
  const byId = new Map(passages.map((passage) => [passage.id, passage]));
  const names = namesOf(passages, campaign);
  const search = async (query: string, limit: number) => {
    const ids = await answerPlain(db, model, { text: query }, await queryVectors([sentences], query));
    return ids.slice(0, limit).flatMap((id) => byId.get(id) ?? []);
  };
  const recap = async () => {
    const last = passages.filter(({ kind }) => kind === 'note' || kind === 'event').at(-1);
    return last ? { text: last.text, citations: [last.id] } : null;
  };
  return async ({ text, system, previousAssistant }) => {
    const message = {
      text,
      system,
      names,
      previous: previousAssistant ?? '',
      seed: campaign,
      embed: (words: string) => model.embed(words),
    };
    return answerOf(await respond(message, { search, recap }));
  };
};

/** Answers every prompt within its campaign, with the app's own search. Times are in ms. */
export const answerChat = async (file: ChatFile): Promise<{ answers: Map<string, ChatAnswer>; times: number[] }> => {
  const db = await createIndexDatabase();
  const tools = { model: modelOfConcepts(lexiconConcepts()), sentences: await shippedEmbedder() };
  const answers = new Map<string, ChatAnswer>();
  const times: number[] = [];
  for (const campaign of new Set(file.prompts.map((prompt) => prompt.campaign))) {
    const answer = await openCampaign(db, tools, file, campaign);
    for (const prompt of file.prompts.filter((each) => each.campaign === campaign)) {
      const started = performance.now();
      const answered = await answer(prompt);
      times.push(performance.now() - started);
      answers.set(prompt.id, answered);
    }
  }
  await db.close();
  return { answers, times };
};

const read = (name: string): string => readFileSync(join(ROOT, 'packages/assistant/testing/chat', name), 'utf8');

type ChatPrompts = ReturnType<typeof readChatPrompts>;

const printFaults = (prompts: ChatPrompts, answers: ReadonlyMap<string, ChatAnswer>): void => {
  for (const prompt of prompts) {
    const faults = faultsOf(prompt, answers.get(prompt.id)!);
    if (faults.length > 0)
      console.log(`${prompt.style.padEnd(6)}${prompt.want.intent.padEnd(18)}“${prompt.text}”: ${faults.join('; ')}`);
  }
};

/** Prints the scores of both halves; `showErrors` adds what went wrong in the tuned half, the only one to look at. */
export const scoreChatSet = async (showErrors: boolean): Promise<void> => {
  const [passages, prompts] = [readChatPassages(read('passages.txt')), readChatPrompts(read('prompts.txt'))];
  const { answers, times } = await answerChat({ passages, prompts });
  const halfOf = (split: 'tune' | 'hold'): ChatPrompts => prompts.filter((prompt) => prompt.split === split);
  const [tuned, held] = [scoreChat(halfOf('tune'), answers), scoreChat(halfOf('hold'), answers)];
  console.log(`${'score'.padEnd(20)}${'tuned'.padStart(8)}${'held'.padStart(8)}`);
  for (const key of Object.keys(tuned) as (keyof typeof tuned)[])
    console.log(`${key.padEnd(20)}${tuned[key].toFixed(2).padStart(8)}${held[key].toFixed(2).padStart(8)}`);
  printTimes('answers', times);
  if (showErrors) printFaults(halfOf('tune'), answers);
};
