// How a pin or a zone is called on screen, what colour it has, and where it leads.
import { MAP, type GameMap, type MapPin, type MapZone } from '@emberkeep/domain';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import { m } from '#messages';

type Mark = Pick<MapPin | MapZone, 'label' | 'target'>;
type Names = Pick<LiveCampaign, 'entity' | 'one' | 'session'>;

/** The name of what it opens; empty where that was deleted, has not arrived, or is a scene. */
export const targetName = (live: Names, { target }: Mark): string => {
  if (!target) return '';
  if (target.kind === 'entity') return live.entity(target.id)?.name ?? '';
  return target.kind === 'map' ? (live.one(MAP, target.id)?.title ?? '') : '';
};

/** The GM's words for it, or else the name of what it opens. */
export const markName = (live: Names, mark: Mark): string =>
  mark.label || targetName(live, mark) || (mark.target?.kind === 'scene' ? m.maps_markWords_scene() : '');

/** What decides the colour of a pin. */
export const markKind = (live: Names, { target }: Mark): string =>
  target?.kind === 'entity' ? (live.entity(target.id)?.entityType ?? '') : (target?.kind ?? 'note');

/** The page that it opens; null where there is none. `base` is `/campaigns/<id>`. */
export const markHref = (live: Names, { target }: Mark, base: string): string | null => {
  if (!target) return null;
  if (target.kind === 'entity') {
    const entity = live.entity(target.id);
    return entity ? `${base}/entities/${entity.id}` : null;
  }
  if (target.kind === 'map') return live.one(MAP, target.id) ? `${base}/maps/${target.id}` : null;
  // Without a stage, the address leads to the one that the session is in.
  return live.session(target.sessionId) ? `${base}/sessions/${target.sessionId}` : null;
};

/** A length in the unit of a map, as a GM reads it. */
export const lengthWords = (length: number, { unit }: Pick<GameMap, 'unit'>): string => {
  const digits = new Intl.NumberFormat(undefined, { maximumFractionDigits: length < 10 ? 1 : 0 });
  return `${digits.format(length)} ${unit}`.trim();
};
