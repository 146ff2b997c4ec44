// Which session a page of a campaign shows, and where its stages are.
import { nextToPlay } from '@emberkeep/domain';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import type { Desk } from '#lib/session-stages/stage-routes.ts';

/** The session in a URL below a campaign; null when it names none. */
export const sessionIdIn = (path: string): string | null => /\/sessions\/([\w-]+)\//.exec(path)?.[1] ?? null;

/** A stage of the session on screen, else of the next one to play, else of the last one. */
export const deskPath = (live: LiveCampaign, path: string, base: string, desk: Desk): string | null => {
  const onScreen = sessionIdIn(path);
  const session =
    live.sessions.find((s) => s.id === onScreen) ??
    nextToPlay(live.sessions, live.liveSession.sessionId) ??
    live.sessions.at(-1);
  return session ? `${base}/sessions/${session.id}/${desk}` : null;
};

/** The session that is being played: on screen, or live. */
export const playingSession = (live: LiveCampaign, path: string): string | null =>
  [sessionIdIn(path), live.liveSession.sessionId].find((id) => id && live.session(id)?.status === 'in_progress') ??
  null;

/** Where a roll is logged: the session on screen, else the live one. */
export const sessionForRolls = (live: LiveCampaign, path: string): string | null =>
  sessionIdIn(path) ?? live.liveSession.sessionId;
