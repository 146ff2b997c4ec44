// Drafts of scenes, entities and log entries: what a message asks for, which offers it accepts, and how a draft is
// worded. Nothing here can change, delete or promote a record.
import { entityTypeLabel, SCENE_TYPE_LABELS, type DraftRequest } from '@emberkeep/domain';
import type { KnownName, Slots, Understood } from './intents.ts';
import { entityMeant, entityNamed } from './find-names.ts';
import { capitalise } from './letter-case.ts';
import { acceptedOf, listedIn, offersIn } from './pending.ts';
import { makePerson, newName } from './invent-npc.ts';
import type { ChatRequest } from './turn.ts';

/** How an answer begins that is no stat block: what was done, and what was offered. */
const OWN_ANSWER = /^(?:Added|Logged|Create|Log|Dismissed|Undone|Left out|Taken back)\b/;

/** Reads the stat block of somebody new back from the words of the last answer: "Street thug. Armor class 11 · Hit points 32". */
const shownStatBlock = ({ previous, names }: ChatRequest): DraftRequest | null => {
  const name = /^([^\n.:]{2,60})[.:]/.exec(previous.trim())?.[1]?.trim();
  if (!name || OWN_ANSWER.test(name) || entityMeant(name, names)) return null;
  const fields = previous
    .slice(name.length + 1)
    .split(/[·,.;\n]/)
    .flatMap((part): [string, string][] => {
      const found = /^\s*([\p{L}][\p{L} ]{0,24}?)\s+([+-]?\d[^\s]*|[\d+d-]+.*)\s*$/u.exec(part);
      return found ? [[found[1]!, found[2]!]] : [];
    });
  // An answer with a number in it, such as the day and the hour, is no stat block.
  if (fields.length < 2) return null;
  return { kind: 'entity', name, type: 'npc', attributes: Object.fromEntries(fields) };
};

/** `given`: what was said of those who were just invented. */
const npcDraft = (
  slots: Slots,
  turn: ChatRequest,
  taken: readonly string[],
  given: string,
): DraftRequest & { name: string } => {
  const person = makePerson(slots, turn.system, taken, turn.seed, given);
  return {
    kind: 'entity',
    name: person.name,
    type: 'npc',
    attributes: {
      ...(person.role ? { Role: capitalise(person.role) } : {}),
      ...(slots.place ? { Where: capitalise(slots.place) } : {}),
      Motivation: capitalise(person.motivation),
      Quirk: capitalise(person.quirk),
      ...person.stats,
    },
  };
};

/** As many people as are asked for, each with a name that nobody has yet. */
const npcDrafts = (slots: Slots, turn: ChatRequest): DraftRequest[] => {
  const taken = turn.names.flatMap((known) => [known.name, ...known.aliases]);
  let given = turn.previous;
  return Array.from({ length: slots.count ?? 1 }, () => {
    const draft = npcDraft(slots, turn, taken, given);
    taken.push(draft.name);
    given = [given, ...Object.values(draft.kind === 'entity' ? draft.attributes : {})].join('\n');
    return draft;
  });
};

/** The draft that an understood message asks for, where that is one; null for intents that write nothing. */
const draftFor = ({ intent, slots }: Understood, turn: ChatRequest): DraftRequest | null => {
  switch (intent) {
    case 'create_scene':
      return {
        kind: 'scene',
        title: capitalise(slots.title ?? 'New scene'),
        sceneType: slots.sceneType ?? 'other',
        ...(slots.place ? { place: slots.place } : {}),
      };
    case 'quick_entity': {
      const type = slots.type ?? 'other';
      return { kind: 'entity', name: slots.name ?? newName(type, turn), type, attributes: {} };
    }
    case 'log_event':
      return { kind: 'log', entities: slots.entities ?? [], content: capitalise(slots.content ?? turn.text) };
    case 'save_that':
      return turn.offers?.[0] ?? shownStatBlock(turn);
    default:
      return null;
  }
};

/** The drafts that an understood message asks for; none for intents that write nothing. */
export const draftsFor = (understood: Understood, turn: ChatRequest): DraftRequest[] => {
  if (understood.intent === 'quick_npc') return npcDrafts(understood.slots, turn);
  const draft = draftFor(understood, turn);
  return draft ? [draft] : [];
};

/**
 * Offers of the last answer that this message accepts: `[]` for none of them, null where it is about something else.
 */
export const acceptedDrafts = (turn: ChatRequest): DraftRequest[] | null => {
  const offered = turn.offers?.length ? turn.offers : offersIn(turn.previous);
  const accepted = acceptedOf(turn.text, offered.length);
  if (accepted) return accepted.flatMap((n) => offered[n] ?? []);
  const listed = listedIn(turn.previous);
  const picked = acceptedOf(turn.text, listed.length);
  // A list asks nothing, so "yes" to it accepts nothing; only a reply that picks one item does.
  const item = listed.length > 1 && picked?.length === 1 ? listed[picked[0]!] : undefined;
  return item
    ? [{ kind: 'entity', name: item.name, type: 'npc', attributes: item.about ? { About: item.about } : {} }]
    : null;
};

/** The drafts that make something new, and the names of those that the campaign has already. */
export const withoutKnown = (
  drafts: readonly DraftRequest[],
  names: readonly KnownName[],
): { fresh: DraftRequest[]; known: string[] } => {
  const known = drafts.map((draft) =>
    draft.kind === 'entity' ? (entityNamed(draft.name, names)?.name ?? null) : null,
  );
  return { fresh: drafts.filter((_, n) => known[n] === null), known: known.filter((name) => name !== null) };
};

/** Says which entities are there already, so that nobody is made twice. */
export const knownSentence = (known: readonly string[]): string =>
  `${known.join(', ')} ${known.length === 1 ? 'is' : 'are'} already in this campaign. Nothing was added.`;

/** A draft in words: a statement where it is written (`isDone`), a question where it is offered. */
export const draftSentence = (draft: DraftRequest, isDone: boolean): string => {
  switch (draft.kind) {
    case 'scene':
      return isDone
        ? `Added the scene “${draft.title}” (${SCENE_TYPE_LABELS[draft.sceneType]}) as a draft.`
        : `Create the scene “${draft.title}”?`;
    case 'entity': {
      const attributes = Object.entries(draft.attributes)
        .map(([name, value]) => `${name}: ${value}`)
        .join(' · ');
      const sentence = isDone
        ? `Added ${draft.name} (${entityTypeLabel(draft.type)}) as a draft.`
        : `Create ${draft.name} (${entityTypeLabel(draft.type)})?`;
      return `${sentence}${attributes ? `\n${attributes}` : ''}`;
    }
    case 'log':
      return isDone ? `Logged: ${draft.content}` : `Log “${draft.content}”?`;
  }
};

/** Drafts in words, one a line: first those written, then those offered. */
export const draftSentences = (writes: readonly DraftRequest[], offers: readonly DraftRequest[] = []): string =>
  [...writes.map((each) => draftSentence(each, true)), ...offers.map((each) => draftSentence(each, false))].join('\n');
