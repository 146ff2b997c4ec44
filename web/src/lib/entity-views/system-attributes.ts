// Which attributes of the campaign's game system an entity is offered.
import { gameSystem } from '@emberkeep/domain/game-systems';

/** People and creatures have attributes; places and things do not. */
export const attributesOf = (systemId: string, entityType: string): readonly string[] =>
  ['npc', 'pc', 'creature'].includes(entityType) ? (gameSystem(systemId)?.attributes.map((a) => a.name) ?? []) : [];
