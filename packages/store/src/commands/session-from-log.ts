// A session with what its log says: stats and lists follow from its events whenever it is read, so that events that
// arrive or change after its end are counted too. What a GM typed over, and what a file reported, stay apart from it.
import {
  computeStats,
  GATHERED_ID_LENGTH,
  gatherLists,
  isId,
  onlyMovedTo,
  type GatheredList,
  type Session,
  type TimelineEvent,
} from '@emberkeep/domain';
import { derivedId } from '../derived-id.ts';
import type { ReadableDocument } from '../open-document.ts';
import { entityToName } from './joins.ts';

export type NamesByList = Record<GatheredList, readonly string[]>;

/** A session as its log tells it. */
export type CountedSession<S extends Session = Session> = S & {
  /** Places of its list that the party only moved to, by name. */
  readonly onlyMovedTo: readonly string[];
};

/** The names of a participant, the shown one first; none for an entity that is not here. */
const namesOf = (ledger: ReadableDocument, idOrName: string): readonly string[] => {
  if (!isId(idOrName)) return [idOrName];
  const entity = entityToName(ledger, idOrName);
  return entity ? [entity.name, ...entity.aliases] : [];
};

/** The key of a name in a gathered list: the same on every device that gathers it. */
export const gatheredKey = (list: GatheredList, name: string): string =>
  derivedId(list, name).slice(0, GATHERED_ID_LENGTH);

/**
 * The names that the log tells and that the lists of the session do not have, by list. A name that a GM removed stays
 * off: its order outlives its text. An entity that was renamed is known by its old names.
 */
export const namesToGather = (
  ledger: ReadableDocument,
  session: Session,
  events: readonly TimelineEvent[],
): NamesByList => {
  const raw = ledger.table('session').get(session.id);
  const missingIn = (list: GatheredList, told: readonly string[]): string[] => {
    const orders = raw?.groups.get(`${list}.order`);
    const isKnown = (name: string): boolean =>
      session[list].some((item) => item.text === name) || (orders?.has(gatheredKey(list, name)) ?? false);
    const names = told.map((word) => namesOf(ledger, word)).filter((all) => all[0] && !all.some(isKnown));
    return [...new Set(names.map((all) => all[0]!))];
  };
  const gathered = gatherLists(events);
  return {
    npcsIntroduced: missingIn('npcsIntroduced', gathered.npcsIntroduced),
    locationsVisited: missingIn('locationsVisited', gathered.locationsVisited),
    itemsAcquired: missingIn('itemsAcquired', gathered.itemsAcquired),
    questsStarted: missingIn('questsStarted', gathered.questsStarted),
    questsCompleted: missingIn('questsCompleted', gathered.questsCompleted),
  };
};

/**
 * The session as its log tells it. `events` is null where the log is not on this device: then the stats are those that
 * were counted when it was.
 */
export const countedSession = <S extends Session>(
  ledger: ReadableDocument,
  session: S,
  events: readonly TimelineEvent[] | null,
): CountedSession<S> => {
  if (!events) return { ...session, onlyMovedTo: [] };
  const missing = namesToGather(ledger, session, events);
  const withMissing = (list: GatheredList): Session[GatheredList] => [
    ...session[list],
    ...missing[list].map((text) => ({ id: gatheredKey(list, text), text, order: '' })),
  ];
  return {
    ...session,
    computedStats: computeStats(events),
    npcsIntroduced: withMissing('npcsIntroduced'),
    locationsVisited: withMissing('locationsVisited'),
    itemsAcquired: withMissing('itemsAcquired'),
    questsStarted: withMissing('questsStarted'),
    questsCompleted: withMissing('questsCompleted'),
    onlyMovedTo: onlyMovedTo(events).flatMap((place) => namesOf(ledger, place)),
  };
};
