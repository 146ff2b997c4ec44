// What a session of campaign JSON holds in its body: events, scenes and suggestions. Records that exist stay as they are.
import type { NoteNode } from '@emberkeep/domain';
import type { ImportedEvent, ImportedScene, ImportedSession, ImportedSuggestion } from '../campaign-import/index.ts';
import { importedId, type CharacterItems } from './campaign-ids.ts';
import type { IdContext, ImportedItem } from './imported-content.ts';

/** What the items of one body have in common. `lines`: the session's line counts them. */
const inBody = (session: string) => ({ session, mode: 'keep-here', lines: [], texts: {} }) as const;

/** The time of each event: events without one follow each other in the order of the file. `now`: Unix ms. */
const timesOf = ({ fields, events }: ImportedSession): ((now: number) => number)[] => {
  let base = (fields.startedAt ?? fields.scheduledAt ?? null) as number | null;
  let steps = 0;
  return events.map(({ at }) => {
    steps = at === null ? steps + 1 : 0;
    base = at ?? base;
    const [from, after] = [base, steps];
    return (now) => (from ?? now) + after;
  });
};

/** What an event says, as one text. */
const contentOf = ({ externalId: _, ...event }: ImportedEvent): string => JSON.stringify(event);

/** Keys of the events of one import: equal for an event that is in several files. */
export interface EventKeys {
  /** The keys of a session's events, in their order. `externalId` is empty for a key that is made of the content. */
  of(sessionSource: string, events: readonly ImportedEvent[]): { key: string; externalId: string }[];
}

/**
 * An event's key is the id that its file gives it, else its content and how many of the same came before. Events of
 * one id that say different things are different events.
 */
export const createEventKeys = (): EventKeys => {
  const contentById = new Map<string, string>();
  return {
    of: (sessionSource, events) => {
      const counts = new Map<string, number>();
      return events.map((event) => {
        const { externalId } = event;
        const content = contentOf(event);
        const known = `${sessionSource}:${externalId}`;
        const isFirst = !contentById.has(known) || contentById.get(known) === content;
        if (externalId && isFirst) {
          contentById.set(known, content);
          return { key: externalId, externalId };
        }
        const count = counts.get(content) ?? 0;
        counts.set(content, count + 1);
        return { key: `${content}:${count}`, externalId: '' };
      });
    },
  };
};

/** What the items of one import have in common. */
export interface ItemMakers {
  characters: CharacterItems;
  eventKeys: EventKeys;
}

const eventItems = (
  session: ImportedSession,
  sessionSource: string,
  { characters, eventKeys }: ItemMakers,
): ImportedItem[] => {
  const times = timesOf(session);
  const keys = eventKeys.of(sessionSource, session.events);
  const item = (event: ImportedEvent, i: number): ImportedItem => {
    const { eventType, name, category, participants, details, gameTime, gameTimeText } = event;
    const { key, externalId } = keys[i]!;
    return {
      ...inBody(sessionSource),
      kind: 'event',
      source: `event:${sessionSource}:${key}`,
      externalId,
      recordId: (ids) =>
        externalId
          ? importedId(ids, 'event', externalId)
          : ids.derive('event', ids.campaignId, ids.idOf(sessionSource), key),
      ...(externalId
        ? {}
        : { formerId: (ids: IdContext) => importedId(ids, 'event', `${ids.idOf(sessionSource)}:${i}`) }),
      name,
      fields: { eventType, name, category, participants, details, gameTime, gameTimeText },
      lateFields: ({ idOf, now }) => ({
        characterId: idOf(characters.sourceOf(event.character)),
        npcId: idOf(characters.sourceOf(event.npc)),
        at: times[i]!(now),
        sessionId: idOf(sessionSource),
      }),
    };
  };
  return [
    ...session.events.flatMap(({ character, npc }) => [
      ...characters.itemsOf([character], 'pc'),
      ...characters.itemsOf([npc], 'npc'),
    ]),
    ...session.events.map(item),
  ];
};

const paragraphsOf = (text: string): NoteNode[] =>
  text.split(/\n+/).map((line) => ({ type: 'paragraph', content: [{ type: 'text', text: line }] }));

const textsOf = (gmNotes: string): ImportedItem['texts'] => (gmNotes ? { gm_notes: paragraphsOf(gmNotes) } : {});

/** Connections by their ids. One to a scene that is not in the file keeps the other tool's id. */
const connectionsOf = (
  { connections }: ImportedScene,
  sceneId: string,
  ids: IdContext,
  sourceByExternalId: ReadonlyMap<string, string>,
): Record<string, unknown> =>
  Object.fromEntries(
    connections.map(({ toSceneId, clueId, description }, i) => {
      const target = sourceByExternalId.get(toSceneId);
      const connection = {
        toSceneId: target === undefined ? toSceneId : ids.idOf(target),
        clueId: clueId && importedId(ids, 'entity', clueId),
        description,
      };
      return [ids.derive('connection', sceneId, String(i)), connection];
    }),
  );

/** The fields of a scene that need no ids of other records. */
const sceneFields = ({
  externalId: _id,
  gmNotes: _notes,
  entityIds: _entities,
  connections: _ways,
  position: _position,
  ...fields
}: ImportedScene) => fields;

const sceneItems = ({ scenes }: ImportedSession, sessionSource: string): ImportedItem[] => {
  const sourceOf = (i: number): string => `scene:${sessionSource}:${i}:${scenes[i]!.title}`;
  // Of scenes with one id, the first counts.
  const sourceByExternalId = new Map(scenes.map((scene, i) => [scene.externalId, sourceOf(i)] as const).reverse());
  const item = (scene: ImportedScene, i: number): ImportedItem => {
    const { externalId, gmNotes, entityIds } = scene;
    return {
      ...inBody(sessionSource),
      kind: 'scene',
      source: sourceOf(i),
      externalId,
      recordId: ({ derive, idOf }) => derive('scene', idOf(sessionSource), String(i), scene.title),
      name: scene.title,
      fields: sceneFields(scene),
      texts: textsOf(gmNotes),
      lateFields: (ids) => ({
        entityIds: entityIds.map((id) => importedId(ids, 'entity', id)),
        connections: connectionsOf(scene, ids.idOf(sourceOf(i)), ids, sourceByExternalId),
        sessionId: ids.idOf(sessionSource),
        campaignId: ids.campaignId,
      }),
    };
  };
  // Ids follow the order of the file, which is not always the order of the scenes.
  return scenes
    .map((scene, i) => ({ position: scene.position ?? i, item: item(scene, i) }))
    .sort((a, b) => a.position - b.position)
    .map((placed) => placed.item);
};

const suggestionItems = ({ suggestions }: ImportedSession, sessionSource: string): ImportedItem[] =>
  suggestions.map((suggestion: ImportedSuggestion, i) => ({
    ...inBody(sessionSource),
    kind: 'suggestion',
    source: `suggestion:${sessionSource}:${i}:${suggestion.title}`,
    recordId: ({ derive, idOf }) => derive('suggestion', idOf(sessionSource), String(i), suggestion.title),
    name: suggestion.title,
    fields: { ...suggestion },
  }));

/** The items of a session's body, and the characters that its events name. */
export const bodyItems = (session: ImportedSession, sessionSource: string, makers: ItemMakers): ImportedItem[] => [
  ...eventItems(session, sessionSource, makers),
  ...sceneItems(session, sessionSource),
  ...suggestionItems(session, sessionSource),
];
