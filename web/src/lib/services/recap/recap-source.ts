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
  inOrderOfPlay,
  isEstablished,
  lastPlayed,
  nextToPlay,
  noteOutline,
  PLAYER,
  SCENE,
  type Session,
} from '@emberkeep/domain';
import { deletedRecords, goalChangeIds, noteName, readNote, type CampaignDocs } from '@emberkeep/store';
import type { LastSession, RecapSource } from '@emberkeep/assistant';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';

type Played = Session & { shownNumber: number };

/** Sessions before the last that are read for players, where the last may have nothing for them. */
const EARLIER_READ = 2;

/** What a session tells; null where its document is not on this device. */
const readPlayed = async (docs: CampaignDocs, live: LiveCampaign, session: Played): Promise<LastSession | null> => {
  const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: session.id });
  if (!body.ok) return null;
  try {
    return {
      session,
      summary: readNote(docs.ledger, noteName(session.id, 'summary')),
      notes: noteOutline(readNote(body.value, noteName(session.id, 'actual_notes'))),
      scenes: live.list(SCENE, body.value),
      events: live.events(body.value),
      log: live.list(ENTITY_LOG).filter((entry) => entry.sessionId === session.id),
    };
  } finally {
    await body.value.release();
  }
};

/**
 * Everything, for the GM. `sourceForPlayers` leaves out what players may not know. `number`: of the session to retell;
 * the last that was played where it is left out. `before`: the one played so many before that is retold.
 */
export const recapSource = async (
  docs: CampaignDocs,
  live: LiveCampaign,
  number?: number,
  before = 0,
): Promise<RecapSource> => {
  const { sessions, liveSession } = live;
  const from =
    number === undefined
      ? lastPlayed(sessions, liveSession.sessionId, Date.now())
      : sessions.find((session) => !session.deleted && session.shownNumber === number);
  const next = nextToPlay(sessions, liveSession.sessionId);
  const played = inOrderOfPlay(sessions);
  const last = before === 0 ? from : played[played.findIndex(({ id }) => id === from?.id) - before];
  const at = played.findIndex(({ id }) => id === last?.id);
  const earlier = played
    .slice(0, Math.max(0, at))
    .filter((session) => session.isPublished && !session.deleted)
    .slice(-EARLIER_READ)
    .reverse();
  const playedOf = async (session: Played | undefined): Promise<LastSession | null> =>
    session ? readPlayed(docs, live, session) : null;
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
    last: await playedOf(last),
    earlier: (await Promise.all(earlier.map(playedOf))).filter((played) => played !== null),
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
};
