// Answers a file of prompts as the app does, with the shipped intent model or with another.
import { respond, type ChatReply, type IntentModel } from '@emberkeep/assistant';
import { namesOf, type ChatAnswer, type ChatPassage, type Created } from '@emberkeep/assistant/testing';
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
import { queryVectors } from './eval-search.ts';

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

/** How prompts are read; by default as in the app. */
export interface Reading {
  /** The intent model for a prompt; null for patterns alone. */
  intentsFor?: (promptId: string) => IntentModel | null;
  /** False where messages are read without their sentence vector. */
  hasVectors?: boolean;
}

/** What was written of a session, or of the last that has anything. */
const recapOf = (passages: readonly ChatPassage[], session?: number) => {
  const told = passages.filter(
    ({ kind, session: own }) =>
      ['note', 'event', 'scene'].includes(kind) && (session === undefined || own === String(session)),
  );
  const last = session === undefined ? told.filter(({ kind }) => kind !== 'scene').slice(-1) : told;
  return last.length === 0
    ? null
    : { text: last.map(({ text }) => text).join(' '), citations: last.map(({ id }) => id) };
};

/** A campaign that is loaded into the index: answers one prompt. */
const openCampaign = async (
  db: Database,
  { model, sentences }: { model: StaticModel; sentences: SentenceEmbedder },
  file: ChatFile,
  campaign: string,
  { intentsFor, hasVectors = true }: Reading,
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
  return async ({ id, text, system, previousAssistant }) => {
    const message = {
      text,
      system,
      names,
      previous: previousAssistant ?? '',
      seed: campaign,
      vector: hasVectors ? await sentences.embedQuery(text) : null,
      ...(intentsFor ? { intents: intentsFor(id) } : {}),
    };
    return answerOf(await respond(message, { search, recap: async (session) => recapOf(passages, session) }));
  };
};

/** Answers every prompt within its campaign, with the app's own search. Times are in ms. */
export const answerChat = async (
  file: ChatFile,
  reading: Reading = {},
): Promise<{ answers: Map<string, ChatAnswer>; times: number[] }> => {
  const db = await createIndexDatabase();
  const tools = { model: modelOfConcepts(lexiconConcepts()), sentences: await shippedEmbedder() };
  const answers = new Map<string, ChatAnswer>();
  const times: number[] = [];
  for (const campaign of new Set(file.prompts.map((prompt) => prompt.campaign))) {
    const answer = await openCampaign(db, tools, file, campaign, reading);
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
