// Which entities belong to a scene or a session: what the rail of Play lists, never the whole campaign (M-357).
import {
  compareNames,
  CHAT_MESSAGE,
  eventEntityIds,
  linkedEntityIds,
  namedEntityIds,
  SCENE_TEXTS,
  type ChatMessage,
  type Entity,
  type NameIndex,
  type NoteNode,
  type Scene,
  type Session,
  type TimelineEvent,
} from '@emberkeep/domain';
import { noteName, readNote, type ListedEntity, type OpenDocument } from '@emberkeep/store';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';

const linkedIn = (body: OpenDocument, notes: readonly string[], index: NameIndex): string[] =>
  notes.flatMap((note) => linkedEntityIds(readNote(body, note), index));

/** Ids of the entities that were added to the scene or are named in its texts. */
export const castOfScene = (body: OpenDocument, scene: Scene, index: NameIndex): string[] => {
  const fields = [scene.objective, scene.brief].map((text): NoteNode => ({ type: 'text', text }));
  const texts = SCENE_TEXTS.flatMap((name) => readNote(body, noteName(scene.id, name)));
  return [...new Set([...scene.entityIds, ...namedEntityIds([...fields, ...texts], index)])];
};

/** Ids of the entities of the whole session: of its scenes, notes, events and player characters. */
const castOfSession = (
  body: OpenDocument,
  session: Session,
  scenes: readonly Scene[],
  events: readonly TimelineEvent[],
  index: NameIndex,
): string[] => [
  ...new Set([
    ...scenes.flatMap((s) => castOfScene(body, s, index)),
    ...session.entityIds,
    ...session.characters,
    ...events.flatMap(eventEntityIds),
    ...linkedIn(
      body,
      [noteName(session.id, 'prep_notes'), noteName(session.id, 'play_notes'), noteName(session.id, 'actual_notes')],
      index,
    ),
  ]),
];

/** Ids of the entities that the chat of this session made: they are listed whichever scene is shown (M-451). */
const madeInChat = (
  entities: readonly (Pick<Entity, 'name' | 'source'> & { id: string })[],
  chat: readonly Pick<ChatMessage, 'role' | 'content'>[],
): string[] =>
  entities
    .filter(
      (e) => e.source === 'chat' && chat.some(({ role, content }) => role === 'assistant' && content.includes(e.name)),
    )
    .map((e) => e.id);

/** The entities of `scene`, or of the whole session where none is shown, by name. */
export const shownCast = (
  live: LiveCampaign,
  body: OpenDocument,
  session: Session,
  scenes: readonly Scene[],
  scene: Scene | undefined,
): ListedEntity[] => {
  const ids = new Set([
    ...(scene
      ? castOfScene(body, scene, live.names)
      : castOfSession(body, session, scenes, live.events(body), live.names)),
    ...madeInChat(live.entities, live.list(CHAT_MESSAGE, body)),
  ]);
  return [...ids].flatMap((id) => live.entity(id) ?? []).sort((a, b) => compareNames(a.name, b.name));
};
