// Owns scoring the chat agent on the project's own prompts, tuned half beside held half; and answering a file of anyone's.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { respond, type Reply } from '@emberkeep/assistant';
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
import { answerPlain, createIndexDatabase, fillWithPassages, lexiconConcepts } from '@emberkeep/search/testing';
import { modelOf } from './eval-search.ts';
import { ROOT } from './run.ts';

export interface ChatFile {
  passages: (Omit<ChatPassage, 'sub' | 'session'> & { sub?: string | null; session?: string | number | null })[];
  prompts: { id: string; system: string; campaign: string; text: string; previousAssistant?: string | null }[];
}

/** Whatever the agent asked for is written as a draft: the host sets that, as the app does. */
const createdOf = ({ writes }: Reply): Created[] =>
  writes.map((write) => ({
    kind: write.kind,
    confidence: 'DRAFT',
    ...(write.kind === 'scene'
      ? { name: write.title, type: write.sceneType }
      : write.kind === 'entity'
        ? { name: write.name, type: write.type }
        : {}),
  }));

const answerOf = (reply: Reply): ChatAnswer => {
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

/** Answers every prompt within its campaign, through the search that the app has. */
export const answerChat = async (file: ChatFile): Promise<{ answers: Map<string, ChatAnswer>; times: number[] }> => {
  const db = await createIndexDatabase();
  const model = modelOf(lexiconConcepts());
  const answers = new Map<string, ChatAnswer>();
  const times: number[] = [];
  for (const campaign of [...new Set(file.prompts.map((p) => p.campaign))]) {
    const passages = file.passages
      .filter((p) => p.campaign === campaign)
      .map((p) => ({ ...p, sub: p.sub ?? '', session: String(p.session ?? '') }));
    await fillWithPassages(db, passages, model);
    const byId = new Map(passages.map((p) => [p.id, p]));
    const names = namesOf(passages, campaign);
    const search = async (query: string, limit: number) =>
      (await answerPlain(db, model, { text: query })).slice(0, limit).flatMap((id) => byId.get(id) ?? []);
    for (const prompt of file.prompts.filter((p) => p.campaign === campaign)) {
      const started = performance.now();
      const reply = await respond(
        {
          text: prompt.text,
          system: prompt.system,
          names,
          previous: prompt.previousAssistant ?? '',
          seed: campaign,
          embed: (text) => model.embed(text),
        },
        {
          search,
          recap: async () => {
            const last = passages.filter((p) => p.kind === 'note' || p.kind === 'event').at(-1);
            return last ? { text: last.text, citations: [last.id] } : null;
          },
        },
      );
      times.push(performance.now() - started);
      answers.set(prompt.id, answerOf(reply));
    }
  }
  await db.close();
  return { answers, times };
};

const read = (name: string): string => readFileSync(join(ROOT, 'packages/assistant/testing/chat', name), 'utf8');

/** Prints both halves; `errors` shows what went wrong in the half that may be looked at. */
export const scoreChatSet = async (errors: boolean): Promise<void> => {
  const [passages, prompts] = [readChatPassages(read('passages.txt')), readChatPrompts(read('prompts.txt'))];
  const { answers, times } = await answerChat({ passages, prompts });
  const [tuned, held] = (['tune', 'hold'] as const).map((split) =>
    scoreChat(
      prompts.filter((p) => p.split === split),
      answers,
    ),
  ) as [ReturnType<typeof scoreChat>, ReturnType<typeof scoreChat>];
  console.log(`${'score'.padEnd(20)}${'tuned'.padStart(8)}${'held'.padStart(8)}`);
  for (const key of Object.keys(tuned) as (keyof typeof tuned)[])
    console.log(`${key.padEnd(20)}${tuned[key].toFixed(2).padStart(8)}${held[key].toFixed(2).padStart(8)}`);
  times.sort((a, b) => a - b);
  console.log(
    `answers: median ${times[Math.floor(times.length / 2)]?.toFixed(1)} ms, p95 ${times[Math.floor(times.length * 0.95)]?.toFixed(1)} ms`,
  );
  if (errors)
    for (const prompt of prompts.filter((p) => p.split === 'tune')) {
      const faults = faultsOf(prompt, answers.get(prompt.id)!);
      if (faults.length > 0)
        console.log(`${prompt.style.padEnd(6)}${prompt.want.intent.padEnd(18)}“${prompt.text}”: ${faults.join('; ')}`);
    }
};
