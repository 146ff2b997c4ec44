// What players get of a pin or a zone that is for them, in words for the GM: the name that they read, or why there is none.
import {
  ENTITY,
  isShownToPlayers,
  MAP,
  nameForPlayers,
  playerWords,
  type MapPin,
  type MapZone,
} from '@emberkeep/domain';
import { deletedRecords, type CampaignDocs } from '@emberkeep/store';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import { m } from '#messages';
import { targetName } from './mark-words.ts';

type Live = Pick<LiveCampaign, 'entities' | 'list' | 'entity' | 'one' | 'session'>;

/** Why players do not get it. */
const reasonWords = (live: Live, mark: MapPin | MapZone): string => {
  const { target } = mark;
  if (target?.kind === 'scene') return m.maps_markForPlayers_scene();
  if (!target) return m.maps_markForPlayers_hidden_label();
  const name = targetName(live, mark);
  if (name === '') return m.maps_markForPlayers_deleted();
  return target.kind === 'map'
    ? m.maps_markForPlayers_map_not_shown({ name })
    : m.maps_markForPlayers_unknown({ name });
};

/** One sentence for a pin or a zone that is for players. */
export const forPlayersWords = (docs: CampaignDocs, live: Live, mark: MapPin | MapZone): string => {
  const words = playerWords(live.entities, deletedRecords(docs.ledger, ENTITY));
  const shown = live.list(MAP).filter(isShownToPlayers);
  const titles = new Map(shown.map(({ id, title }) => [id, words.nameOf(title)]));
  const name = nameForPlayers({ ...mark, isForPlayers: true }, words, titles);
  if (name === null) return reasonWords(live, mark);
  return name === '' ? m.maps_markForPlayers_no_name() : m.maps_markForPlayers_name({ name });
};
