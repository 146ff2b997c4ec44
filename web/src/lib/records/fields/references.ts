// The records a reference field can point to, and what each is called on screen.
import { RECORDS, type Field } from '@emberkeep/domain';
import type { Spec, StoredKind } from '@emberkeep/store';
import type { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';

const titleOf = (spec: Spec, record: object): string => String((record as Record<string, unknown>)[spec.title]);

/** The name of the record `id` that `field` refers to; `gone` where it was deleted or has not arrived. */
export const referenceName = (live: LiveCampaign, field: Field<unknown>, id: string): string => {
  if (field.refers === 'entity') return live.entity(id)?.name ?? 'gone';
  if (field.refers === 'session') {
    const session = live.session(id);
    return session ? `Session ${session.shownNumber}${session.title ? ` · ${session.title}` : ''}` : 'gone';
  }
  const spec = RECORDS[field.refers as StoredKind] as Spec;
  const record = live.one(spec, id);
  return record ? titleOf(spec, record) : 'gone';
};

/** Every record that `field` can refer to; none for a field that refers to nothing. */
export const referenceChoices = (live: LiveCampaign, field: Field<unknown>): { id: string; name: string }[] => {
  if (field.refers === 'entity') return live.entities.map(({ id, name }) => ({ id, name }));
  if (field.refers === 'session') return live.sessions.map(({ id }) => ({ id, name: referenceName(live, field, id) }));
  if (!field.refers) return [];
  const spec = RECORDS[field.refers as StoredKind] as Spec;
  return live.list(spec).map((record) => ({ id: record.id, name: titleOf(spec, record) }));
};
