// One suggestion while it is accepted, and how that ends.
import type { Result, Suggestion } from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { OpenDocument } from '../open-document.ts';
import type { EntityMissing, NameTaken } from './entities.ts';
import type { NoSuchBody } from './events.ts';
import type { Proposal } from './proposal.ts';
import type { RecordMissing, Refused } from './record-input.ts';

/** The proposal lacks something, or names an entity that does not exist; the GM edits it first. */
export type CannotAccept = { type: 'CannotAccept'; detail: string };
export type AcceptError = Refused | RecordMissing | CannotAccept | NameTaken | EntityMissing | NoSuchBody;

/** One suggestion on its way to being a record, with the GM's changes in `proposal`. */
export interface Acceptance {
  docs: CampaignDocs;
  doc: OpenDocument;
  suggestion: Suggestion;
  proposal: Proposal;
  /** The id of the record to create. */
  id: string;
  into: string | undefined;
  confidence: 'DRAFT' | 'AUTHORITATIVE';
}

export type Accepted = Result<string, AcceptError>;
