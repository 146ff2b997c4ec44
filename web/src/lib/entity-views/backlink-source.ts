// What a note that links to an entity belongs to, as “Linked from” says it, and the page where it is read.
import { ALL_RECORDS, META_ID, readRoom, sessionLabel } from '@emberkeep/domain';
import { getRecord, recordTitle, type Backlink, type CampaignDocs, type Spec } from '@emberkeep/store';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import { m } from '#messages';

export interface BacklinkSource {
  label: string;
  /** Null for a record that has no page of its own. */
  href: string | null;
  /** The number that its session is shown with; null for what does not change with every session. */
  sessionNumber: number | null;
}

type Live = Pick<LiveCampaign, 'campaign' | 'entity' | 'session'>;

/** Null where what the note belongs to is in Trash or gone: nobody reads it there. */
export const backlinkSource = (docs: CampaignDocs, live: Live, { room, text }: Backlink): BacklinkSource | null => {
  const base = `/campaigns/${docs.campaignId}`;
  const ref = readRoom(room);
  const owner = text.split('/')[0] ?? '';
  const sessionId = ref?.kind === 'session' ? ref.sessionId : owner;
  const session = live.session(sessionId);
  if (session && !session.deleted) {
    const page = ref?.kind === 'session' ? 'prep' : 'review';
    const href = `${base}/sessions/${sessionId}/${page}`;
    return { label: sessionLabel(session), href, sessionNumber: session.shownNumber };
  }
  if (ref?.kind === 'session') return null;
  const entity = live.entity(owner);
  if (entity) return { label: entity.name, href: `${base}/entities/${owner}`, sessionNumber: null };
  if (owner === META_ID)
    return {
      label: live.campaign?.name || m.entityViews_entityBacklinks_this_campaign(),
      href: base,
      sessionNumber: null,
    };
  for (const spec of ALL_RECORDS as readonly Spec[]) {
    if (!docs.ledger.doc.share.has(spec.root)) continue;
    const record = getRecord(docs.ledger, spec, owner) as Readonly<Record<string, unknown>> | null;
    if (record) return { label: recordTitle(docs.ledger, spec, record), href: null, sessionNumber: null };
  }
  return null;
};
