// Reads the labelled set of the chat agent: prompts labelled with what the GM meant, one file a voice, and the passages
// of two campaigns. A prompt or passage is one line of cells between bars, however long; lines that begin with # are
// comments. A prompt's cells: kind, game system, campaign and intent | text | slots | created | cited | message before.
import type { EntityType } from '@emberkeep/domain';
import type { Intent, KnownName } from '../src/index.ts';
import { parts } from './note-file.ts';

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
  /** Who words it: a file of prompts is one voice. */
  voice: string;
  /** A trap sounds like a request to write, and nothing may be written. */
  kind: 'main' | 'trap';
  system: string;
  campaign: string;
  text: string;
  /** The agent's message before; empty where there is none. */
  previousAssistant: string;
  want: {
    intent: Intent;
    slots: Readonly<Record<string, string>>;
    /** Null where nothing has to be written. */
    created: Created | null;
    /** How many of them. */
    count: number;
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

/** `3 kind:type:name`: the count may be left out, the type may be empty, and `*` stands for any name. */
const readCreated = (cell: string): { created: Created | null; count: number } => {
  const [, count = '1', kind, type = '', name = ''] = /^(?:(\d+) )?(\w+):(\w*):?(.*)$/.exec(cell) ?? [];
  if (!kind) return { created: null, count: 0 };
  return {
    // reason: the files hold these three kinds; a test reads them all
    created: { kind: kind as Created['kind'], ...(type ? { type } : {}), ...(name && name !== '*' ? { name } : {}) },
    count: Number(count),
  };
};

/** The prompts of one voice. */
export const readChatPrompts = (source: string, voice: string): ChatPrompt[] =>
  contentLines(source).map((line, n) => {
    const [head = '', text = '', slots = '', created = '', cites = '', previous = ''] = cells(line);
    const [kind, system = '', campaign = '', intent] = head.split(/\s+/);
    return {
      id: `${voice}-${n + 1}`,
      voice,
      kind: kind as ChatPrompt['kind'],
      system,
      campaign,
      text,
      previousAssistant: previous,
      want: {
        intent: intent as Intent,
        slots: readSlots(slots),
        ...readCreated(created),
        cites: parts(cites, ','),
      },
    };
  });

/** The entities of a campaign, by its passages. */
export const namesOf = (passages: readonly ChatPassage[], campaign: string): KnownName[] =>
  passages
    .filter((p) => p.campaign === campaign && p.kind === 'entity')
    .map((p) => ({ id: p.id, name: p.title, type: (p.sub || 'other') as EntityType, aliases: [] }));
