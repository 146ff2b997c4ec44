// One import into one campaign: the content, and what matching needs to know of the campaign.
import type { DeriveId } from '../stored-fields.ts';
import type { ImportedContent, ImportedKind } from './imported-content.ts';

export interface KnownRecords {
  entities: readonly { id: string; name: string; aliases: readonly string[]; externalId: string }[];
  /** `number`: the one the session is shown with. `isUntouched`: nobody has written in it yet. */
  sessions: readonly { id: string; number: number; title: string; externalId: string; isUntouched?: boolean }[];
  named: readonly { kind: 'chapter' | 'goal' | 'clock' | 'map'; id: string; name: string }[];
  ties: readonly { id: string; fromId: string; toId: string; relationType: string }[];
  /** The last order key of each ordered kind. */
  lastOrder: Readonly<Partial<Record<ImportedKind, string>>>;
}

/** A new campaign. */
export const NOTHING_KNOWN: KnownRecords = { entities: [], sessions: [], named: [], ties: [], lastOrder: {} };

export interface ImportRun {
  content: ImportedContent;
  known: KnownRecords;
  campaignId: string;
  derive: DeriveId;
  /** Unix ms: when the new records are created. */
  now: number;
}
