// Owns the development set of the chat agent: what a GM said and meant, labelled before anything was scored, the passages of two
// campaigns, and the scores.
import type { EntityType } from '@emberkeep/domain';
import type { Intent, KnownName } from '../src/index.ts';

export interface ChatPassage {
  id: string;
  campaign: string;
  kind: string;
  sub: string;
  session: string;
  title: string;
  text: string;
}

export interface Created {
  kind: 'scene' | 'entity' | 'log';
  name?: string;
  type?: string;
  confidence?: string;
}

export interface ChatPrompt {
  id: string;
  split: 'tune' | 'hold';
  style: 'plain' | 'messy';
  system: string;
  campaign: string;
  text: string;
  previousAssistant: string;
  want: { intent: Intent; slots: Readonly<Record<string, string>>; created: Created | null; cites: readonly string[] };
}

export interface ChatAnswer {
  intent: string | null;
  slots: Readonly<Record<string, unknown>>;
  created: readonly Created[];
  citations: readonly string[];
  text: string;
}

const lines = (source: string): string[] =>
  source.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
const cells = (line: string): string[] => line.split('|').map((cell) => cell.trim());

export const readChatPassages = (source: string): ChatPassage[] =>
  lines(source).map((line) => {
    const [id = '', campaign = '', kind = '', sub = '', session = '', title = '', text = ''] = cells(line);
    return { id, campaign, kind, sub, session, title, text };
  });

export const readChatPrompts = (source: string): ChatPrompt[] =>
  lines(source).map((line, n) => {
    const [head = '', text = '', slots = '', created = '', cites = '', previous = ''] = cells(line);
    const [split, style, system = '', campaign = '', intent] = head.split(/\s+/);
    const [kind, type = '', name = ''] = created.split(':');
    return {
      id: `p${n + 1}`,
      split: split as ChatPrompt['split'],
      style: style as ChatPrompt['style'],
      system,
      campaign,
      text,
      previousAssistant: previous,
      want: {
        intent: intent as Intent,
        slots: Object.fromEntries(
          slots.split(';').flatMap((slot) => {
            const [key, value] = slot.split('=').map((s) => s.trim());
            return key && value ? [[key, value]] : [];
          }),
        ),
        created:
          created === ''
            ? null
            : { kind: kind as Created['kind'], ...(type ? { type } : {}), ...(name && name !== '*' ? { name } : {}) },
        cites: cites
          .split(',')
          .map((id) => id.trim())
          .filter(Boolean),
      },
    };
  });

/** The names that a campaign knows, as its passages say. */
export const namesOf = (passages: readonly ChatPassage[], campaign: string): KnownName[] =>
  passages
    .filter((p) => p.campaign === campaign && p.kind === 'entity')
    .map((p) => ({ id: p.id, name: p.title, type: (p.sub || 'other') as EntityType, aliases: [] }));

const WRITING: readonly string[] = ['create_scene', 'quick_npc', 'quick_entity', 'log_event', 'save_that'];
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^(?:the|a|an)\s+/, '')
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .trim();

export interface ChatScore {
  prompts: number;
  intents: number;
  intentsPlain: number;
  intentsMessy: number;
  forbiddenWrites: number;
  notDraft: number;
  creationsRight: number;
  slots: number;
  citations: number;
}

/** What went wrong with one answer, in words; empty where nothing did. */
export const faultsOf = ({ want }: ChatPrompt, answer: ChatAnswer): string[] => {
  const faults: string[] = [];
  if (answer.intent !== want.intent) faults.push(`intent ${answer.intent ?? 'none'}`);
  if (!WRITING.includes(want.intent) && answer.created.length > 0) faults.push('FORBIDDEN WRITE');
  if (answer.created.some((c) => c.confidence !== 'DRAFT')) faults.push('NOT DRAFT');
  if (want.created && !isRight(want.created, answer.created)) faults.push(`created ${JSON.stringify(answer.created)}`);
  if (want.intent === 'campaign_question' && !isCited(want.cites, answer.citations))
    faults.push(`cited ${answer.citations.join(',') || 'nothing'}`);
  return faults;
};
const isRight = (want: Created, created: readonly Created[]): boolean => {
  const [made] = created;
  return (
    created.length === 1 &&
    made?.kind === want.kind &&
    (!want.type || made.type === want.type) &&
    (!want.name || plain(made.name ?? '') === plain(want.name))
  );
};
const isCited = (want: readonly string[], cited: readonly string[]): boolean =>
  want.length === 0 ? cited.length === 0 : want.some((id) => cited.includes(id));

export const scoreChat = (prompts: readonly ChatPrompt[], answers: ReadonlyMap<string, ChatAnswer>): ChatScore => {
  const of = (some: readonly ChatPrompt[], good: (prompt: ChatPrompt, answer: ChatAnswer) => boolean): number => {
    const judged = some.flatMap((p) => {
      const answer = answers.get(p.id);
      return answer ? [good(p, answer)] : [];
    });
    return judged.length === 0 ? 1 : judged.filter(Boolean).length / judged.length;
  };
  const intent = (p: ChatPrompt, a: ChatAnswer): boolean => a.intent === p.want.intent;
  const asked = prompts.flatMap((p) =>
    Object.entries(p.want.slots).map(([key, value]) => ({ key, value, slots: answers.get(p.id)?.slots ?? {} })),
  );
  return {
    prompts: prompts.length,
    intents: of(prompts, intent),
    intentsPlain: of(
      prompts.filter((p) => p.style === 'plain'),
      intent,
    ),
    intentsMessy: of(
      prompts.filter((p) => p.style === 'messy'),
      intent,
    ),
    forbiddenWrites: prompts.filter(
      (p) => !WRITING.includes(p.want.intent) && (answers.get(p.id)?.created.length ?? 0) > 0,
    ).length,
    notDraft: prompts.filter((p) => answers.get(p.id)?.created.some((c) => c.confidence !== 'DRAFT')).length,
    creationsRight: of(
      prompts.filter((p) => p.want.created !== null),
      (p, a) => isRight(p.want.created as Created, a.created),
    ),
    slots:
      asked.filter(({ key, value, slots }) =>
        JSON.stringify(slots[key] ?? '')
          .toLowerCase()
          .includes(plain(value)),
      ).length / Math.max(1, asked.length),
    citations: of(
      prompts.filter((p) => p.want.intent === 'campaign_question'),
      (p, a) => isCited(p.want.cites, a.citations),
    ),
  };
};
