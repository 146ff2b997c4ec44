// The events of the sessions played last, and what the GM corrects in them.
import { ok, TIMELINE_EVENT, type Result, type TimelineEvent } from '@emberkeep/domain';
import { editRecord } from '@emberkeep/store';
import type { OpenCampaign } from '#lib/app/open-campaign.svelte.ts';
import { newestAnswer } from '#lib/device/newest-answer.ts';

/** The newest first. Call while a component is initialized. */
export const recentEvents = ({ live, derived }: OpenCampaign): { readonly current: readonly TimelineEvent[] } => {
  let events: readonly TimelineEvent[] = $state.raw([]);
  const take = newestAnswer((all: readonly TimelineEvent[]) => (events = [...all].sort((a, b) => b.at - a.at)));
  $effect(() => {
    live.version('event');
    // The session that is played may have no events yet: then those of the one before tell what happened last.
    const latest = new Set(
      live.sessions
        .filter((session) => session.stage !== 'prep')
        .slice(-2)
        .map((session) => session.id),
    );
    take(derived.eventsWhere((event) => latest.has(event.sessionId)));
  });
  return {
    get current() {
      return events;
    },
  };
};

/** Gives an event other words. Refused where its session is completed. */
export const renameEvent = async (
  { docs }: OpenCampaign,
  { id, sessionId }: Pick<TimelineEvent, 'id' | 'sessionId'>,
  name: string,
  label?: string,
): Promise<Result<void, { type: string }>> => {
  const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId });
  if (!body.ok) return body;
  try {
    const fields = { name };
    const edited = editRecord(docs, { doc: body.value, spec: TIMELINE_EVENT, id, fields, ...(label ? { label } : {}) });
    return edited.ok ? ok(undefined) : edited;
  } finally {
    await body.value.release();
  }
};
