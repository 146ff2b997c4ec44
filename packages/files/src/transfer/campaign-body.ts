// What a session of campaign JSON holds in its body: events, scenes and suggestions. Records that exist are left alone.
import type { NoteNode } from '@emberkeep/domain';
import type { ImportedEvent, ImportedScene, ImportedSession, ImportedSuggestion } from '../campaign-import/index.ts';
import { importedId, type CharacterItems } from './campaign-ids.ts';
import type { IdContext, ImportedItem } from './imported-content.ts';

/** What the items of one body have in common. `lines`: the session's line counts them. */
const inBody = (session: string) => ({ session, mode: 'only-new', lines: [], texts: {} }) as const;

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

const eventItems = (session: ImportedSession, sessionSource: string, characters: CharacterItems): ImportedItem[] => {
  const times = timesOf(session);
  const item = (event: ImportedEvent, i: number): ImportedItem => {
    const { externalId, character, npc, at: _at, ...fields } = event;
    return {
      ...inBody(sessionSource),
      kind: 'event',
      source: externalId ? `event:${externalId}` : `event:${sessionSource}:${i}`,
      externalId,
      recordId: (ids) => importedId(ids, 'event', externalId || `${ids.idOf(sessionSource)}:${i}`),
      name: event.name,
      fields,
      lateFields: ({ idOf, now }) => ({
        characterId: idOf(characters.sourceOf(character)),
        npcId: idOf(characters.sourceOf(npc)),
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

const sceneItems = ({ scenes }: ImportedSession, sessionSource: string): ImportedItem[] => {
  const sourceOf = (i: number): string => `scene:${sessionSource}:${i}:${scenes[i]!.title}`;
  // Of scenes with one id, the first counts.
  const sourceByExternalId = new Map(scenes.map((scene, i) => [scene.externalId, sourceOf(i)] as const).reverse());
  return scenes.map((scene, i) => {
    const { externalId, gmNotes, entityIds, connections: _connections, ...fields } = scene;
    return {
      ...inBody(sessionSource),
      kind: 'scene',
      source: sourceOf(i),
      externalId,
      recordId: ({ derive, idOf }) => derive('scene', idOf(sessionSource), String(i), scene.title),
      name: scene.title,
      fields,
      texts: gmNotes ? { gm_notes: paragraphsOf(gmNotes) } : {},
      lateFields: (ids) => ({
        entityIds: entityIds.map((id) => importedId(ids, 'entity', id)),
        connections: connectionsOf(scene, ids.idOf(sourceOf(i)), ids, sourceByExternalId),
        sessionId: ids.idOf(sessionSource),
        campaignId: ids.campaignId,
      }),
    };
  });
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
export const bodyItems = (
  session: ImportedSession,
  sessionSource: string,
  characters: CharacterItems,
): ImportedItem[] => [
  ...eventItems(session, sessionSource, characters),
  ...sceneItems(session, sessionSource),
  ...suggestionItems(session, sessionSource),
];
