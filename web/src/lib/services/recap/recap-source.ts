// Gathers what the recap is built from: the ledger's records and the session that was played last.
import {
  CLOCK,
  CONSEQUENCE,
  DECISION,
  ENTITY,
  ENTITY_LOG,
  GAUGE,
  GOAL,
  HOOK,
  isEstablished,
  lastPlayed,
  nextToPlay,
  noteOutline,
  PLAYER,
  SCENE,
  type Session,
} from '@emberkeep/domain';
import { deletedRecords, goalChangeIds, noteName, readNote, type CampaignDocs } from '@emberkeep/store';
import type { RecapSource } from '@emberkeep/assistant';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';

type Played = Session & { shownNumber: number };

/**
 * Everything, for the GM. `sourceForPlayers` leaves out what players may not know. `number`: of the session to retell;
 * the last that was played where it is left out.
 */
export const recapSource = async (docs: CampaignDocs, live: LiveCampaign, number?: number): Promise<RecapSource> => {
  const { sessions, liveSession } = live;
  const last =
    number === undefined
      ? lastPlayed(sessions, liveSession.sessionId, Date.now())
      : sessions.find((session) => !session.deleted && session.shownNumber === number);
  const next = nextToPlay(sessions, liveSession.sessionId);
  const body = last ? await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: last.id }) : null;
  try {
    return {
      audience: 'gm',
      next: next?.shownNumber ?? (last ? last.shownNumber + 1 : 1),
      campaign: live.campaign ?? {
        name: '',
        universe: '',
        system: '',
        currency: '',
        situation: '',
        locationId: '',
        spotlightId: '',
      },
      last:
        last && body?.ok
          ? {
              session: last as Played,
              summary: readNote(docs.ledger, noteName(last.id, 'summary')),
              notes: noteOutline(readNote(body.value, noteName(last.id, 'actual_notes'))),
              scenes: live.list(SCENE, body.value),
              events: live.events(body.value),
              log: live.list(ENTITY_LOG).filter((l) => l.sessionId === last.id),
            }
          : null,
      shownSessionIds: sessions.filter((s) => s.isPublished && !s.deleted).map((s) => s.id),
      goalChangeIds,
      entities: live.entities.filter(isEstablished),
      unlistedEntities: [
        ...live.entities.filter((entity) => !isEstablished(entity)),
        ...deletedRecords(docs.ledger, ENTITY),
      ],
      gauges: live.campaign?.usesGauges ? live.list(GAUGE) : [],
      goals: live.list(GOAL),
      clocks: live.list(CLOCK),
      decisions: live.list(DECISION),
      consequences: live.list(CONSEQUENCE),
      hooks: live.list(HOOK),
      players: live.list(PLAYER).map((p) => p.name),
    };
  } finally {
    if (body?.ok) await body.value.release();
  }
};
