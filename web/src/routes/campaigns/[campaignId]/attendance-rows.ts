// Attendance of every player over the sessions of the campaign.
import { attendance, PLAYER, sessionPlayers } from '@emberkeep/domain';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';

export const attendanceRows = (live: OpenCampaign['live']): ReturnType<typeof attendance> =>
  attendance(
    live.sessions.map((session) => ({
      id: session.id,
      number: session.shownNumber,
      date: session.date,
      status: session.status,
      players: sessionPlayers(session),
    })),
    live.list(PLAYER).map((player) => player.id),
  );
