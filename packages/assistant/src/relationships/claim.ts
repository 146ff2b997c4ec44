import type { NamedEntity } from '../names/mention.ts';
import type { RelationshipKind } from './rules.ts';

/** One reading of how two entities are related, before it is weighed. */
export interface Claim {
  a: NamedEntity;
  b: NamedEntity;
  kind: RelationshipKind;
  rule: string;
  /** Without the doubt that the sentence casts on it. */
  confidence: number;
}

export const claim = (
  a: NamedEntity,
  b: NamedEntity,
  kind: RelationshipKind,
  rule: string,
  confidence: number,
): Claim => ({ a, b, kind, rule, confidence });
