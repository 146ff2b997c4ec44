// Reads the development set of the chat agent: prompts labelled with what the GM meant, and the passages of two
// campaigns. A prompt or passage is one line of cells between bars, however long; lines that begin with # are
// comments.
import type { EntityType } from '@emberkeep/domain';
import type { Intent, KnownName } from '../src/index.ts';
import { parts, splitOf, type Split } from './note-file.ts';

export interface ChatPassage {
  id: string;
  campaign: string;
  kind: string;
  sub: string;
  session: string;
  title: string;
  text: string;
}

/** Something that an answer creates, or should. */
export interface Created {
  kind: 'scene' | 'entity' | 'log';
  name?: string;
  type?: string;
  confidence?: string;
}

export interface ChatPrompt {
  id: string;
  split: Split;
  style: 'plain' | 'messy';
  system: string;
  campaign: string;
  text: string;
  /** The agent's message before; empty where there is none. */
  previousAssistant: string;
  want: {
    intent: Intent;
    slots: Readonly<Record<string, string>>;
    /** Null where nothing may be written. */
    created: Created | null;
    /** Ids of passages of which one must be cited; where empty, none may be. */
    cites: readonly string[];
  };
}

export interface ChatAnswer {
  intent: string | null;
  slots: Readonly<Record<string, unknown>>;
  created: readonly Created[];
  citations: readonly string[];
  text: string;
}

/** The lines of a file without blank ones and comments. */
export const contentLines = (source: string): string[] =>
  source.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'));
const cells = (line: string): string[] => line.split('|').map((cell) => cell.trim());

export const readChatPassages = (source: string): ChatPassage[] =>
  contentLines(source).map((line) => {
    const [id = '', campaign = '', kind = '', sub = '', session = '', title = '', text = ''] = cells(line);
    return { id, campaign, kind, sub, session, title, text };
  });

const readSlots = (cell: string): Record<string, string> =>
  Object.fromEntries(
    cell.split(';').flatMap((slot) => {
      const [key, value] = slot.split('=').map((s) => s.trim());
      return key && value ? [[key, value]] : [];
    }),
  );

/** `kind:type:name`, where the type may be empty and `*` stands for any name. */
const readCreated = (cell: string): Created | null => {
  if (cell === '') return null;
  const [kind, type = '', name = ''] = cell.split(':');
  return { kind: kind as Created['kind'], ...(type ? { type } : {}), ...(name && name !== '*' ? { name } : {}) };
};

export const readChatPrompts = (source: string): ChatPrompt[] =>
  contentLines(source).map((line, n) => {
    const [head = '', text = '', slots = '', created = '', cites = '', previous = ''] = cells(line);
    const [split = '', style, system = '', campaign = '', intent] = head.split(/\s+/);
    return {
      id: `p${n + 1}`,
      split: splitOf(split),
      style: style as ChatPrompt['style'],
      system,
      campaign,
      text,
      previousAssistant: previous,
      want: {
        intent: intent as Intent,
        slots: readSlots(slots),
        created: readCreated(created),
        cites: parts(cites, ','),
      },
    };
  });

/** The entities of a campaign, by its passages. */
export const namesOf = (passages: readonly ChatPassage[], campaign: string): KnownName[] =>
  passages
    .filter((p) => p.campaign === campaign && p.kind === 'entity')
    .map((p) => ({ id: p.id, name: p.title, type: (p.sub || 'other') as EntityType, aliases: [] }));
