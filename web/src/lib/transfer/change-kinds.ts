// Turns entities into sessions and sessions into entities, for notes that were imported as the other, and says what came
// of it.
import type { EntityType } from '@emberkeep/domain';
import { entityToSession, sessionToEntity, type CampaignDocs } from '@emberkeep/store';
import { sentenceFor } from '#lib/device/error-messages.ts';
import { showDone } from '#lib/records/command-feedback.ts';
import { m } from '#messages';

type Changed = { ok: true; value: string } | { ok: false; error: { type: string } };

/** Changes records one after the other as one step of undo. Gives the ids of what they became. */
const changeAll = async (
  docs: CampaignDocs,
  ids: readonly string[],
  { label, change }: { label: string; change: (docs: CampaignDocs, id: string) => Promise<Changed> },
): Promise<{ made: string[]; refusals: string[] }> => {
  const [made, refusals] = [[] as string[], [] as string[]];
  await docs.group(label, async (grouped) => {
    for (const id of ids) {
      const changed = await change(grouped, id);
      if (changed.ok) made.push(changed.value);
      else refusals.push(changed.error.type);
    }
  });
  return { made, refusals };
};

const sentenceForRefusals = (refusals: readonly string[]): string => {
  const [other] = refusals.filter((type) => type !== 'SessionHasLog');
  if (other !== undefined) return sentenceFor({ type: other });
  return refusals.length === 0 ? '' : m.transfer_changeKinds_kept_with_log({ count: refusals.length });
};

const tell = (docs: CampaignDocs, done: string, refusals: readonly string[]): void =>
  void showDone(docs, { ok: true, value: null }, [done, sentenceForRefusals(refusals)].filter(Boolean).join(' '));

/** Gives the ids of the sessions. */
export const makeSessions = async (docs: CampaignDocs, entityIds: readonly string[]): Promise<string[]> => {
  const count = entityIds.length;
  const label = m.transfer_changeKinds_make_sessions({ count });
  const { made, refusals } = await changeAll(docs, entityIds, { label, change: entityToSession });
  tell(docs, m.transfer_changeKinds_made_sessions({ count: made.length }), refusals);
  return made;
};

/** Sessions with scenes or a log stay what they are, which is said. */
export const makeEntities = async (
  docs: CampaignDocs,
  sessionIds: readonly string[],
  entityType: EntityType,
): Promise<void> => {
  const label = m.transfer_changeKinds_make_entities({ count: sessionIds.length });
  const change = (grouped: CampaignDocs, id: string) => sessionToEntity(grouped, id, entityType);
  const { made, refusals } = await changeAll(docs, sessionIds, { label, change });
  tell(docs, m.transfer_changeKinds_made_entities({ count: made.length }), refusals);
};
