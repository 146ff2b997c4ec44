// The lines of a session's review that are put together from several records, and its export for the players.
import {
  amountWords,
  dayWords,
  CLOCK,
  currencyOf,
  durationMinutes,
  durationWords,
  elapsedGameSeconds,
  ENTITY,
  GOAL,
  HANDOUT,
  handoutShowings,
  MAP,
  momentWords,
  goalUpdates,
  playerView,
  type reviewEvents,
  sessionUnits,
  type TimelineEvent,
} from '@emberkeep/domain';
import { deletedRecords, goalChangeIds, noteName, readNote, type ListedSession } from '@emberkeep/store';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import { saveFile } from '#lib/ui/download.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { m } from '#messages';

export type ReviewedEvents = ReturnType<typeof reviewEvents>;

/** Date, time played, game time and number of events, as far as they are known. */
export const sessionFacts = (live: LiveCampaign, session: ListedSession, eventCount: number): string[] => {
  const minutes = durationMinutes(session);
  const elapsed = elapsedGameSeconds(session);
  return [
    dayWords(session.date),
    minutes === null ? '' : m.sessionStages_sessionReview_minutes_at_the_table({ count: minutes }),
    elapsed === null
      ? ''
      : m.sessionStages_sessionReview_in_game_time({
          durationWords: durationWords(elapsed, sessionUnits(session, live.calendar)),
        }),
    m.sessionStages_sessionReview_events({ count: eventCount }),
  ].filter(Boolean);
};

/** What the session changed about goals: finished, failed, advanced. */
export const goalLines = (live: LiveCampaign, sessionId: string): string[] => {
  const updates = goalUpdates(live.list(GOAL), sessionId);
  return [
    ...updates.finished.map((g) => m.sessionStages_sessionReview_name_done({ name: g.name })),
    ...updates.failed.map((g) => m.sessionStages_sessionReview_name_failed({ name: g.name })),
    ...updates.advanced.map((g) => {
      const { name, target, progress } = g;
      const moved = target
        ? m.sessionStages_sessionReview_moved_on_to({ name, value: progress.value, target })
        : m.sessionStages_sessionReview_moved_on({ name });
      return g.progressText ? `${moved} — ${g.progressText}` : moved;
    }),
  ];
};

/** What was shown to players in the session, oldest first. */
export const handoutLines = (live: LiveCampaign, sessionId: string): string[] =>
  [...live.list(HANDOUT), ...live.list(MAP)]
    .flatMap((shown) => handoutShowings(shown).map((showing) => ({ ...showing, title: shown.title })))
    .filter((showing) => showing.sessionId === sessionId)
    .sort((a, b) => a.at - b.at)
    .map(({ at, endedAt, title }) =>
      endedAt === null
        ? m.sessionStages_sessionReview_handout_since({ title, from: momentWords(at) })
        : m.sessionStages_sessionReview_handout_from_to({ title, from: momentWords(at), to: momentWords(endedAt) }),
    );

/** XP and treasure, one line each. */
export const gainedLines = (review: ReviewedEvents, currency: string): string[] => {
  const lines = (gains: ReviewedEvents['xp'], unit: string): string[] =>
    gains.map(({ amount, line }) => [amountWords(amount, unit), line].filter(Boolean).join(': '));
  return [...lines(review.xp, 'XP'), ...lines(review.treasure, currency)].filter(Boolean);
};

/**
 * Saves one session for the players as an HTML file. It holds what the allow-list of the player view lets through if
 * this session alone were published.
 */
export const exportForPlayers = async (
  { docs, live }: OpenCampaign,
  session: ListedSession,
  events: readonly TimelineEvent[],
): Promise<void> => {
  const view = playerView({
    campaign: { name: live.campaign?.name ?? '', currency: currencyOf(live.campaign) },
    sessions: [{ ...session, isPublished: true }],
    entities: live.entities,
    deletedEntities: deletedRecords(docs.ledger, ENTITY),
    clocks: live.list(CLOCK),
    goals: live.list(GOAL),
    handouts: [],
    maps: [],
    events: () => events,
    text: (id, name) => readNote(docs.ledger, noteName(id, name)),
    goalChangeIds,
  });
  const { writeReviewHtml } = await import('@emberkeep/files');
  const [shown] = view.sessions;
  if (!shown) return;
  const title = shown.title ? ` ${shown.title.replace(/[^\p{L}\p{N} _-]/gu, '').trim()}` : '';
  const fileName = m.sessionStages_sessionReview_session_html({ shownNumber: session.shownNumber, title });
  if (await saveFile(fileName, writeReviewHtml(view.name, shown, view.currency), 'text/html'))
    toasts.show(m.sessionStages_sessionReview_saved_for_players({ fileName }));
};
