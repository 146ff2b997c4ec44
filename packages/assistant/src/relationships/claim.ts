import type { NamedEntity } from '../names/mention.ts';
import type { RelationshipKind } from './relationship-rules.ts';

/** One reading of how two entities are related. */
export interface Claim {
  a: NamedEntity;
  b: NamedEntity;
  kind: RelationshipKind;
  rule: string;
  /** Before the deduction for negation and hearsay in the sentence. */
  confidence: number;
}

export const claim = (
  a: NamedEntity,
  b: NamedEntity,
  kind: RelationshipKind,
  rule: string,
  confidence: number,
): Claim => ({ a, b, kind, rule, confidence });
