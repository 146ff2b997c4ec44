// Whom and what a note names: the first step of its analysis, on which relationships and log entries build.
import { cutSentences, type AnalysisInput, type Span } from '@emberkeep/domain';
import { termsOf } from './names/game-terms.ts';
import { findKnownNames } from './names/known-names.ts';
import { linkedNames } from './names/linked-names.ts';
import type { Mention, NamedEntity } from './names/mention.ts';
import type { NamesInput } from './names/candidates.ts';
import { SHIPPED } from './learned/shipped-weights.ts';
import { findNewNames, nameCandidates, type NameCandidate, type NameWeights, type NewName } from './names/new-names.ts';
import { playersIn } from './names/players.ts';
import { partsOf } from './scenes/sections.ts';

export interface NamedNote {
  /** New names. */
  names: NewName[];
  /** Mentions of known entities. */
  known: NamedEntity[];
  /** Mentions of known and new entities, sorted by start. */
  everyone: NamedEntity[];
  /** Sentences that do not only concern the people playing. */
  sentences: Span[];
}

/** Mentions with the name and type of their entity. */
export const withEntities = (
  mentions: readonly Mention[],
  known: AnalysisInput['knownEntities'],
  names: readonly NewName[],
): NamedEntity[] => {
  const byId = new Map(known.map((e) => [e.id, e]));
  const byName = new Map(names.map((e) => [e.name, e]));
  return mentions.map((mention) => {
    const { name, type } = mention.isKnown ? byId.get(mention.key)! : byName.get(mention.key)!;
    return { ...mention, name, type };
  });
};

/** What the search for new names works on. */
const namesInputOf = (input: AnalysisInput): NamesInput => {
  const { text, gameSystem, knownEntities } = input;
  const linked = linkedNames(text, input.links ?? [], knownEntities);
  // The link to “Nell Boyd” is not about the Boyd of the campaign.
  const isInLink = ({ start, end }: Mention): boolean =>
    linked.some((link) => link.start <= start && end <= link.end && link.end - link.start > end - start);
  const knownMentions = findKnownNames(text, knownEntities).filter((mention) => !isInLink(mention));
  const { admin, headings } = partsOf(text);
  return {
    text,
    known: knownMentions,
    linked,
    admin,
    headings,
    players: new Set([...playersIn(text), ...(input.players ?? []).map((p) => p.toLowerCase())]),
    terms: termsOf(gameSystem),
  };
};

/** Everything in a note that may be a new name. */
export const nameCandidatesIn = (input: AnalysisInput): NameCandidate[] => nameCandidates(namesInputOf(input));

export const nameNote = (input: AnalysisInput, weights: NameWeights = SHIPPED): NamedNote => {
  const { text, knownEntities } = input;
  const namesInput = namesInputOf(input);
  const { known: knownMentions, admin } = namesInput;
  const { names, mentions } = findNewNames(namesInput, weights);
  const known = withEntities(knownMentions, knownEntities, names);
  const isAdmin = (s: Span): boolean => admin.some((a) => s.start < a.end && s.end > a.start);
  return {
    names,
    known,
    everyone: [...known, ...withEntities(mentions, knownEntities, names)].sort((a, b) => a.start - b.start),
    sentences: cutSentences(text).filter((sentence) => !isAdmin(sentence)),
  };
};
