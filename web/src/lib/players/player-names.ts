// Names that players know, for the links in what they read.
import type { PlayerView } from '@emberkeep/domain';
import type { NoteNames } from '#lib/editor/note-names.ts';

export const playerNames = ({ entities }: PlayerView): NoteNames => {
  const idByName = new Map(
    entities.flatMap(({ id, name, aliases }) => [name, ...aliases].map((each) => [each.toLowerCase(), id] as const)),
  );
  return {
    resolve: (name) => {
      const id = idByName.get(name.toLowerCase());
      return id ? { type: 'resolved', id } : { type: 'missing' };
    },
    nameOf: (id) => entities.find((entity) => entity.id === id)?.name ?? '',
    typeOf: (id) => entities.find((entity) => entity.id === id)?.entityType ?? 'other',
  };
};
