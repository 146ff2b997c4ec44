// Owns who and what belongs to a scene or to an evening: what the rail of Play lists, never the whole campaign (M-357).
import {
  eventEntityIds,
  findWikiLinks,
  noteLines,
  type ChatMessage,
  type Entity,
  type NameIndex,
  type Scene,
  type Session,
  type TimelineEvent,
} from '@emberkeep/domain';
import { noteName, readNote, type OpenDocument } from '@emberkeep/store';

const linkedIn = (body: OpenDocument, names: readonly string[], index: NameIndex): string[] =>
  names.flatMap((name) =>
    noteLines(readNote(body, name)).flatMap((line) =>
      findWikiLinks(line).flatMap((link) => {
        const target = index.resolve(link.name);
        return target.type === 'resolved' ? [target.id] : [];
      }),
    ),
  );

/** Those of one scene: linked to it, or named by link in its texts. */
export const castOfScene = (body: OpenDocument, scene: Scene, index: NameIndex): string[] => [
  ...new Set([
    ...scene.entityIds,
    ...linkedIn(body, [noteName(scene.id, 'description'), noteName(scene.id, 'gm_notes')], index),
  ]),
];

/** Those of the whole evening: of its scenes, its notes, its events, its table. */
export const castOfSession = (
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

/** Those whom the talk of this evening made: they are at the table, whichever scene is shown (M-451). */
export const madeInTalk = (
  entities: readonly (Pick<Entity, 'name' | 'source'> & { id: string })[],
  talk: readonly Pick<ChatMessage, 'role' | 'content'>[],
): string[] =>
  entities
    .filter((e) => e.source === 'chat' && talk.some((m) => m.role === 'assistant' && m.content.includes(e.name)))
    .map((e) => e.id);
