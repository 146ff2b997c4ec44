// Owns one turn of the talk at the table without any model: words in, an answer, what it stands on, and what is to be written out.
// It can only ask for drafts of scenes, entities and log entries: there is nothing here that changes, deletes or promotes, and
// neither session nor status is its to say. In: what was said, and a way to search. Out: plain data.
import { isEndPhrase, type DraftRequest } from '@emberkeep/domain';
import { gameSystem } from '@emberkeep/domain/game-systems';
import type { KnownName, Understood } from './intents.ts';
import { listedIn, offersIn, takenOf } from './pending.ts';
import { makePerson, newName } from './person.ts';
import { answerFrom, answerFromTalk, isAboutTalk, isAboutTies, type FoundPassage } from './question.ts';
import { answerRule } from './rules.ts';
import { helpWith } from './situation.ts';
import { blockFor, blockLine } from './stats.ts';
import { namedIn, understand } from './understand.ts';

export interface Reply {
  understood: Understood;
  text: string;
  /** Ids of passages. */
  citations: string[];
  /** To be done at once, each with an undo. */
  writes: DraftRequest[];
  /** Not sure enough: offered, done when the GM says so. */
  offers: DraftRequest[];
  /** Nothing was found to answer with. */
  isNothing?: boolean;
  /** The table ends its evening: the host opens what asks first and then does it. */
  isEnd?: boolean;
}

export interface AgentPorts {
  /** Passages of the campaign, the best first; of `talk` only what was said here, by GM and agent, in any evening. */
  search(query: string, limit: number, only?: 'talk'): Promise<readonly FoundPassage[]>;
  /** Ties of these entities, each as a line to be read; between them where there are several. */
  ties?(entityIds: readonly string[]): readonly string[];
  /** What happened, in a few sentences; null where there is nothing yet. */
  recap(): Promise<{ text: string; citations: string[] } | null>;
}

export interface Turn {
  text: string;
  system: string;
  names: readonly KnownName[];
  /** The assistant's last answer in this session; empty at the beginning. */
  previous: string;
  /** What that answer offered instead of doing it. */
  offers?: readonly DraftRequest[];
  /** Direction of meaning of a text, of length 1; null where it has none. Likeness is by letters alone without it. */
  embed?: (text: string) => Float32Array | null;
  /** Which campaign it is: people who are made up differ from one to another. */
  seed: string;
}

const NOTHING = 'I find nothing on that.';
const CAN_DO =
  'I can add a scene (“The party went to the market”), make somebody up (“I need a bartender at the Anchor”) or anything else by name, look up a rule, give stats, say what to roll, log what happened, recap, and answer from your campaign. I never change or delete what is there.';

const titled = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The block that was shown last, read back from the words that showed it. */
const shownBefore = (previous: string): DraftRequest | null => {
  const name = /^([^\n.:]{2,60})[.:]/.exec(previous.trim())?.[1]?.trim();
  if (!name || !/\d/.test(previous)) return null;
  const attributes = Object.fromEntries(
    previous
      .slice(name.length + 1)
      .split(/[·,.;\n]/)
      .flatMap((part) => {
        const found = /^\s*([\p{L}][\p{L} ]{0,24}?)\s+([+-]?\d[^\s]*|[\d+d-]+.*)\s*$/u.exec(part);
        return found ? [[found[1] as string, found[2] as string]] : [];
      }),
  );
  return { kind: 'entity', name, type: 'npc', attributes };
};

const requestFor = (understood: Understood, turn: Turn): DraftRequest | null => {
  const { slots } = understood;
  switch (understood.intent) {
    case 'create_scene':
      return {
        kind: 'scene',
        title: titled(slots.title ?? 'New scene'),
        sceneType: slots.sceneType ?? 'other',
        ...(slots.place ? { place: slots.place } : {}),
      };
    case 'quick_npc': {
      const person = makePerson(
        slots,
        turn.system,
        turn.names.flatMap((n) => [n.name, ...n.aliases]),
        turn.seed,
      );
      return {
        kind: 'entity',
        name: person.name,
        type: 'npc',
        attributes: {
          Role: titled(person.role),
          ...(slots.place ? { Where: titled(slots.place) } : {}),
          Motivation: titled(person.motivation),
          Quirk: titled(person.quirk),
          ...person.stats,
        },
      };
    }
    case 'quick_entity':
      return {
        kind: 'entity',
        name: slots.name ?? newName(slots.type ?? 'other', turn),
        type: slots.type ?? 'other',
        attributes: {},
      };
    case 'log_event':
      return { kind: 'log', entities: slots.entities ?? [], content: titled(slots.content ?? turn.text) };
    case 'save_that':
      return turn.offers?.[0] ?? shownBefore(turn.previous);
    default:
      return null;
  }
};

/** A draft in words, done or asked for. */
export const saidOf = (request: DraftRequest, isDone: boolean): string => {
  switch (request.kind) {
    case 'scene':
      return isDone
        ? `Added the scene “${request.title}” (${request.sceneType}) as a draft.`
        : `Create the scene “${request.title}”?`;
    case 'entity': {
      const about = Object.entries(request.attributes)
        .map(([name, value]) => `${name}: ${value}`)
        .join(' · ');
      return `${isDone ? `Added ${request.name} (${request.type}) as a draft.` : `Create ${request.name} (${request.type})?`}${about ? `\n${about}` : ''}`;
    }
    case 'log':
      return isDone ? `Logged: ${request.content}` : `Log “${request.content}”?`;
  }
};

/** What the answer before left open, and which of it these words take; null where they are about something else. */
export const pendingTaken = (turn: Turn): DraftRequest[] | null => {
  const offered = turn.offers?.length ? turn.offers : offersIn(turn.previous);
  const taken = takenOf(turn.text, offered.length);
  if (taken) return taken.flatMap((n) => offered[n] ?? []);
  const listed = listedIn(turn.previous);
  const one = takenOf(turn.text, listed.length);
  // A list asks for nothing: only one that is pointed at is taken.
  const picked = listed.length > 1 && one?.length === 1 ? listed[one[0]!] : undefined;
  return picked
    ? [{ kind: 'entity', name: picked.name, type: 'npc', attributes: picked.about ? { About: picked.about } : {} }]
    : null;
};

const answerQuestion = async (turn: Turn, ports: AgentPorts): Promise<{ text: string; citations: string[] } | null> => {
  if (isAboutTalk(turn.text)) return answerFromTalk(await ports.search(turn.text, 8, 'talk'));
  const told = answerFrom(turn.text, await ports.search(turn.text, 8));
  const about = namedIn(turn.text, turn.names);
  const ties =
    about.length > 1 || (about.length > 0 && isAboutTies(turn.text))
      ? (ports.ties?.(about.map((n) => n.id)) ?? [])
      : [];
  return ties.length === 0
    ? told
    : { text: [told?.text, ...ties].filter(Boolean).join('\n'), citations: told?.citations ?? [] };
};

/** One turn. Never throws for what was said; a search that fails rejects. */
export const respond = async (turn: Turn, ports: AgentPorts): Promise<Reply> => {
  if (isEndPhrase(turn.text))
    return {
      understood: { intent: 'smalltalk', isSure: true, slots: {}, by: 'pattern' },
      text: 'Then let us put the evening away.',
      citations: [],
      writes: [],
      offers: [],
      isEnd: true,
    };
  const taken = pendingTaken(turn);
  const understood: Understood = taken
    ? { intent: taken.length > 0 ? 'save_that' : 'smalltalk', isSure: true, slots: {}, by: 'pending' }
    : understand(turn.text, turn);
  const said = (text: string, more: Partial<Reply> = {}): Reply => ({
    understood,
    text,
    citations: [],
    writes: [],
    offers: [],
    ...more,
  });
  if (taken)
    return taken.length > 0
      ? said(taken.map((each) => saidOf(each, true)).join('\n'), { writes: taken })
      : said('Left out.');
  const request = requestFor(understood, turn);
  if (request)
    return understood.isSure
      ? said(saidOf(request, true), { writes: [request] })
      : said(saidOf(request, false), { offers: [request] });
  switch (understood.intent) {
    case 'save_that':
      return said('There is nothing to save yet: ask for stats first.');
    case 'rules_lookup': {
      const { text } = answerRule(turn.text, turn.system);
      return said(text);
    }
    case 'stat_block': {
      const subject = titled(understood.slots.subject || 'somebody');
      const found = blockFor(subject, turn.system);
      if (!found) return said(`${gameSystem(turn.system).name} has no stat blocks here.`);
      // Shown, and kept only where the GM says so.
      return said(
        `${subject}. ${blockLine(found.block)}${found.fit === 'own' ? '' : `\n(After “${found.block.role}”.)`}`,
        { offers: [{ kind: 'entity', name: subject, type: 'npc', attributes: found.block.fields }] },
      );
    }
    case 'situation_help':
      return said(helpWith(turn.text, turn.system).text);
    case 'recap': {
      const recap = await ports.recap();
      return recap
        ? said(recap.text, { citations: recap.citations })
        : said('Nothing has happened in this campaign yet that I could tell.');
    }
    case 'refuse':
      return said('That is yours to do: I only add drafts, and never change, delete or promote what is there.');
    case 'smalltalk':
      return said(/\bwhat can you do\b|^help\b|who are you/i.test(turn.text) ? CAN_DO : 'At your side.');
    default: {
      const answer = await answerQuestion(turn, ports);
      return answer ? said(answer.text, { citations: answer.citations }) : said(NOTHING, { isNothing: true });
    }
  }
};
