// Reads "his", "her" and "their": kin and roles of whoever this sentence, or the one before, is about.
import type { NamedEntity } from '../names/mention.ts';
import { claim, type Claim } from './claim.ts';
import {
  APPOSED_KIN,
  APPOSED_ROLE,
  HIS_KIN,
  HIS_ROLE,
  kindOfRole,
  kinIn,
  LEADER_ROLE,
  LEADS,
  THEIR_LEADER,
} from './kin-and-roles.ts';
import { isIndividual, isPerson } from './sentence-cast.ts';

/** Somebody in a sentence's cast, with the text around the name. */
export interface Possessed {
  person: NamedEntity;
  /** Everyone else named earlier in the sentence. */
  earlier: readonly NamedEntity[];
  /** The text of the sentence before and after the name. */
  before: string;
  after: string;
  /** The individual and the faction that the sentence before was about. */
  subject: NamedEntity | null;
  group: NamedEntity | null;
}

/** "her brother, Brother Callum"; "his rival, Dean Tyrsin"; "their captain, Nessa" */
const claimBefore = ({ person, earlier, before, group }: Possessed, owner: NamedEntity): Claim[] => {
  const kin = kinIn(HIS_KIN, before);
  if (kin) return [claim(owner, person, kin, 'kin', 0.8)];
  const role = HIS_ROLE.exec(before)?.[1];
  if (!role) return [];
  const faction = earlier.findLast((a) => a.type === 'faction') ?? group;
  return faction && /\btheir\s/i.test(before.slice(-40)) && LEADER_ROLE.test(role)
    ? [claim(person, faction, LEADS, 'rule', 0.8)]
    : [claim(owner, person, kindOfRole(role), 'role', 0.7)];
};

/** "Nim Fairlow, his niece"; "Ash, her bodyguard" */
const claimsAfter = ({ person, after }: Possessed, owner: NamedEntity): Claim[] => {
  const kin = kinIn(APPOSED_KIN, after);
  const claims = kin ? [claim(owner, person, kin, 'kin', 0.75)] : [];
  const apposed = APPOSED_ROLE.exec(after);
  if (apposed?.[1]) claims.push(claim(owner, person, kindOfRole(apposed[2]!), 'role', 0.65));
  return claims;
};

/** "Three wolves and their handler": the word before "and" is whom the pronoun refers to. */
const OWNED_WITH = /([\p{L}\p{M}'’-]+),?\s+and\s+(?:his|her|their)\s[^.;:]*$/iu;
const isOfAnother = (before: string, owner: NamedEntity): boolean => {
  const word = OWNED_WITH.exec(before.slice(-120))?.[1];
  return word !== undefined && !owner.name.split(' ').includes(word);
};

/** "Boyd told Ruth that his sister": what is told is about the teller, unless it says otherwise. */
const TELLS =
  /^\s+(?:\p{Ll}+ly\s+)?(?:(?:has|had)\s+)?(?:tells?|told|asks?|asked|warns?|warned|informs?|informed|assures?|assured|reminds?|reminded|promises?|promised|confesses|confessed|admits?|admitted|reveals?|revealed|explains?|explained|writes?|wrote|begs?|begged|shows?|showed|gives?|gave|sends?|sent|lends?|lent|offers?|offered|introduces?|introduced)\s+(?:to\s+)?(?:the\s+)?$/u;

/** Whom "his" and "her" refer to: the last individual named before, or who told that one something. */
const ownerAmong = ({ person, earlier, before }: Possessed): NamedEntity | undefined => {
  const [teller, last] = earlier.filter(isIndividual).slice(-2);
  if (!teller || !last) return teller;
  const start = person.start - before.length;
  return TELLS.test(before.slice(teller.end - start, last.start - start)) ? teller : last;
};

export const possessiveClaims = (possessed: Possessed): Claim[] => {
  const { person, before, subject, group } = possessed;
  if (!isPerson(person)) return [];
  const owner = ownerAmong(possessed) ?? (subject && subject.name !== person.name ? subject : null);
  if (owner)
    return [...(isOfAnother(before, owner) ? [] : claimBefore(possessed, owner)), ...claimsAfter(possessed, owner)];
  return group && THEIR_LEADER.test(before) ? [claim(person, group, LEADS, 'rule', 0.8)] : [];
};
