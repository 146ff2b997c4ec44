// What a fight is called: its name, else its scene, else who is in it.
import type { Combatant, Encounter, Scene } from '@emberkeep/domain';
import { m } from '#messages';

/** How many of those in a fight without a name tell it from another. */
const MOST_NAMES = 3;

export const fightName = (
  { name, sceneId, creatures }: Pick<Encounter, 'name' | 'sceneId' | 'creatures'>,
  combatants: readonly Pick<Combatant, 'name'>[],
  scenes: readonly Pick<Scene, 'id' | 'title'>[],
): string => {
  const told = name.trim() || scenes.find(({ id }) => id === sceneId)?.title;
  if (told) return told;
  const who = combatants.length > 0 ? combatants.map((row) => row.name) : creatures.map((item) => item.text);
  if (who.length === 0) return m.tracker_fightName_fight();
  return `${who.slice(0, MOST_NAMES).join(', ')}${who.length > MOST_NAMES ? ' …' : ''}`;
};
