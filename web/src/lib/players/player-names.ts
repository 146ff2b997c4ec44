// Names that players know, for the links in what they read.
import type { LinkTarget, PlayerView } from '@emberkeep/domain';

export interface PlayerNames {
  resolve(name: string): LinkTarget;
  /** Empty for an entity that players do not know. */
  nameOf(id: string): string;
}

export const playerNames = ({ entities }: PlayerView): PlayerNames => {
  const idByName = new Map(
    entities.flatMap(({ id, name, aliases }) => [name, ...aliases].map((each) => [each.toLowerCase(), id] as const)),
  );
  return {
    resolve: (name) => {
      const id = idByName.get(name.toLowerCase());
      return id ? { type: 'resolved', id } : { type: 'missing' };
    },
    nameOf: (id) => entities.find((entity) => entity.id === id)?.name ?? '',
  };
};
