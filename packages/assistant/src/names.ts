// Names under the path and signatures that src/recap and src/model import; new code imports from `names/`.
import type { AnalysisInput } from '@emberkeep/domain';
import { findKnownNames } from './names/known-names.ts';
import type { Mention } from './names/mention.ts';
import { findNewNames, type NewName } from './names/new-names.ts';
import type { Span } from './text.ts';

export { termsOf } from './names/game-terms.ts';
export { playersIn } from './names/players.ts';

/** A mention whose key is called `who`. */
type Named = Mention & { who: string };

export const findKnown = (text: string, known: AnalysisInput['knownEntities']): Named[] =>
  findKnownNames(text, known).map((mention) => ({ ...mention, who: mention.key }));

export const findNew = (
  text: string,
  known: readonly Mention[],
  admin: readonly Span[],
  headings: readonly Span[],
  players: ReadonlySet<string>,
  terms: ReadonlySet<string>,
): { names: NewName[] } => findNewNames({ text, known, admin, headings, players, terms });
