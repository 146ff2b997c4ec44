// What a step of game time says that it counted, and the units of those that do not say it.
import { isDerivedId, isPlainObject, META_ID, type TimeUnits } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { ROOT_OF_KIND } from '../changes.ts';
import type { Edit } from '../edit.ts';

export const STEP_PREFIX = `${META_ID}/gameTime/`;

/** The figures of an event, in words that no calendar changes, and the seconds that they count by one. */
export interface Counted {
  of: string;
  by: number;
}

export const isCounted = (value: unknown): value is Counted => isPlainObject(value) && typeof value['of'] === 'string';

/** Notes by which units the steps of events were counted that an earlier version wrote, before the calendar changes. */
export const keepUnitsOfSteps = (docs: CampaignDocs, edit: Edit, units: TimeUnits): void => {
  for (const [key, step] of docs.ledger.doc.getMap<unknown>(ROOT_OF_KIND.campaign)) {
    const id = key.slice(STEP_PREFIX.length);
    if (!key.startsWith(STEP_PREFIX) || !isDerivedId(id) || !isPlainObject(step)) continue;
    if (isCounted(step) || 'units' in step) continue;
    edit.setEntry(docs.ledger, 'campaign', META_ID, 'gameTime', id, { ...step, units });
  }
};
