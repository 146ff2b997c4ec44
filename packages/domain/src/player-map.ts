// What players get of a map that is shown: the pins and zones that a GM chose for them, and of those only the ones that
// open what they know. Never what a pin opens, and no note.
import { mapPins, mapZones, type MapPin, type MapPoint, type MapZone } from './map-marks.ts';
import type { GameMap } from './map.ts';
import type { PlayerWords } from './player-words.ts';

/** The pins and zones of a map, as players see them. An empty name is one that has none. */
export interface PlayerMap {
  pins: readonly { at: MapPoint; name: string }[];
  zones: readonly { corners: readonly MapPoint[]; name: string }[];
}

/**
 * The name of a pin or a zone; null where players do not get it. `titles`: of the maps that are shown now, as players
 * read them, by id.
 */
export const nameForPlayers = (
  { isForPlayers, label, target }: MapPin | MapZone,
  words: PlayerWords,
  titles: ReadonlyMap<string, string>,
): string | null => {
  // Scenes are the GM's.
  if (!isForPlayers || target?.kind === 'scene') return null;
  const opened = target && (target.kind === 'map' ? (titles.get(target.id) ?? '') : words.nameOf(target.id));
  if (opened === '') return null;
  if (label === '') return opened ?? '';
  const shown = words.nameOf(label);
  // A name that is the GM's tells that there is something.
  return shown || (opened ?? null);
};

/** The pins and zones that players get of a map that is shown. `titles` are those of {@link nameForPlayers}. */
export const playerMap = (map: GameMap, words: PlayerWords, titles: ReadonlyMap<string, string>): PlayerMap => ({
  pins: mapPins(map).flatMap((pin) => {
    const name = nameForPlayers(pin, words, titles);
    return name === null ? [] : [{ at: pin.at, name }];
  }),
  zones: mapZones(map).flatMap((zone) => {
    const name = nameForPlayers(zone, words, titles);
    return name === null ? [] : [{ corners: zone.corners, name }];
  }),
});
