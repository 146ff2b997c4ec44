// How certain a campaign is of a record (R-8, T-9): one scale for scenes, entities, relationships and log entries.
import { choice, type Field } from './fields.ts';

/** From a guess to canon, and to canon that no longer holds. */
export const CONFIDENCES = ['SUGGESTION', 'DRAFT', 'AUTHORITATIVE', 'SUPERSEDED'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const CONFIDENCE_LABELS: Record<Confidence, string> = {
  SUGGESTION: 'Suggestion',
  DRAFT: 'Draft',
  AUTHORITATIVE: 'Canon',
  SUPERSEDED: 'Superseded',
};

/** The origin of a record. */
export const SOURCES = ['gm', 'analysis', 'chat', 'import'] as const;
export type RecordOrigin = (typeof SOURCES)[number];

/** True for what holds in the story: neither a guess nor superseded. */
export const isEstablished = ({ confidence }: { confidence: string }): boolean =>
  confidence !== 'SUGGESTION' && confidence !== 'SUPERSEDED';

/** The next step up, or null at the top. A superseded record becomes canon again. */
export const promoted = (confidence: Confidence): Confidence | null =>
  confidence === 'SUGGESTION'
    ? 'DRAFT'
    : confidence === 'DRAFT' || confidence === 'SUPERSEDED'
      ? 'AUTHORITATIVE'
      : null;

/** The two fields of a record with a confidence. What a GM writes is canon at once. */
export const confidenceFields = (): { confidence: Field<Confidence>; source: Field<RecordOrigin> } => ({
  confidence: choice('gm', 'Confidence', CONFIDENCES, 'AUTHORITATIVE', {
    optionLabels: CONFIDENCE_LABELS,
    facet: 'source',
  }),
  source: choice('gm', 'Source', SOURCES, 'gm', { facet: 'source' }),
});
