// Owns how sure a campaign is of a record (R-8, T-9): one ladder for scenes, entities, relationships and log entries.
import { choice, type Field } from './fields.ts';

/** From a guess to canon, and out of it again. */
export const CONFIDENCES = ['SUGGESTION', 'DRAFT', 'AUTHORITATIVE', 'SUPERSEDED'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const CONFIDENCE_LABELS: Record<Confidence, string> = {
  SUGGESTION: 'Suggestion',
  DRAFT: 'Draft',
  AUTHORITATIVE: 'Canon',
  SUPERSEDED: 'Superseded',
};

/** Where a record came from. */
export const SOURCES = ['gm', 'analysis', 'chat', 'import'] as const;
export type RecordOrigin = (typeof SOURCES)[number];

/** The step up, or null at the top: SUPERSEDED is left by making the record canon again. */
export const promoted = (confidence: Confidence): Confidence | null =>
  confidence === 'SUGGESTION'
    ? 'DRAFT'
    : confidence === 'DRAFT' || confidence === 'SUPERSEDED'
      ? 'AUTHORITATIVE'
      : null;

/** The two fields that a record on the ladder carries. A GM's own record is canon at once. */
export const ladderFields = (): { confidence: Field<Confidence>; source: Field<RecordOrigin> } => ({
  confidence: choice('gm', 'Confidence', CONFIDENCES, 'AUTHORITATIVE', {
    optionLabels: CONFIDENCE_LABELS,
    facet: 'source',
  }),
  source: choice('gm', 'Source', SOURCES, 'gm', { facet: 'source' }),
});
