// Owns what happened to whom: one log entry for each clause that tells of something done and over, about the nearest name
// before its verb. Only for notes of what was played; plans, table talk and dice are no events.
import type { Someone } from './relations.ts';
import { KIN_WORDS, ROLE_WORDS } from './vocabulary.ts';
import { countWords, within, type Span } from './text.ts';

export interface Happening {
  about: string;
  text: string;
  logKind: '' | 'died' | 'discovered' | 'destroyed' | 'relocated';
  start: number;
  end: number;
  confidence: number;
}

const FATAL =
  'died|is dead|was dead|was killed|were killed|got killed|was murdered|was shot|was stabbed|drowned|was drowned|bled out|fell to (?:his|her|their) death|was hanged|was executed|was beheaded|lies dead|neck broken|perished|was slain|was buried';
export const STRONG: readonly { verbs: RegExp; kind: Happening['logKind'] }[] = (
  [
    { verbs: FATAL, kind: 'died' },
    {
      verbs:
        'burned(?: to the ground| down)?|burnt|was destroyed|were destroyed|exploded|collapsed|sank|was burned|blew up|was wrecked',
      kind: 'destroyed',
    },
    {
      verbs:
        'found|found out|discovered|learned|learnt|uncovered|realised|realized|identified|recognised|recognized|solved|deciphered|turned up|noticed|photographed|counted',
      kind: 'discovered',
    },
    {
      verbs:
        'fled|escaped|got away|ran away|ran off|rode off|vanished|disappeared|left|moved to|went into hiding|was taken|were taken|was thrown into|was locked up|was exiled|got out|slipped away|sailed away|was carried off|washed up|returned|came back|drove off|withdrew|retreated|was gone|was freed|moved out',
      kind: 'relocated',
    },
    {
      verbs:
        'killed|murdered|shot|stabbed|strangled|poisoned|cut|beheaded|slew|wounded|was wounded|was hurt|hurt|was bitten|bitten|was hit|hit|broke|was broken|smashed|was captured|captured|was arrested|arrested|freed|rescued|saved|betrayed|was betrayed|revealed|confessed|admitted|promised|swore|vowed|agreed|refused|accepted|denied|gave up|gave|handed|sold|bought|stole|took|took a bribe|offered|paid|hired|joined|became|was made|was sworn in|was elected|won|lost|married|cursed|was cursed|surrendered|yielded|begged|forgave|blamed|was blamed|went down|fell|was knocked out|collapsed|opened|closed|sealed|destroyed|blew|let|put|swapped|signed|told|warned|threatened|accused|attacked|ambushed|tricked|cheated|robbed|kidnapped|tailed|followed|burst|summoned|banished|possessed|was possessed|healed|recovered|spoke|sang|drove|talked|threw|tied|chained|locked|buried|drew|jumped|pushed|pulled|tipped|kept|got|saw|attuned|whispered|invited|bribed|sent|stood trial|was healed|started|broke into|complained|shook|spent|trained|lay low|resisted|dropped|grabbed|climbed|cast|used|persuaded|convinced|pretended|lied|showed|brought|struck|beat|defeated|held off|tore|wrote|gained|earned|survived|failed|succeeded|mislaid|discarded|exposed|announced|declared|received|inherited|donated|returned|repaired|built|crashed|landed|is in the sanctorium|overindulged',
      kind: '',
    },
  ] as const
).map(({ verbs, kind }) => ({ verbs: new RegExp(`(?<![A-Za-zÀ-ɏ])(?:${verbs})(?![A-Za-zÀ-ɏ])`, 'i'), kind }));
/** What makes an entry worth keeping; a verb that is not here is small talk of the story. */
export const WEIGHTY =
  /\b(?:killed|murdered|shot|stabbed|poisoned|cut|wounded|hurt|bitten|hit|broke|smashed|captured|arrested|freed|rescued|saved|betrayed|revealed|confessed|admitted|promised|swore|vowed|agreed|refused|accepted|denied|gave|handed|sold|bought|stole|took|offered|paid|joined|became|sworn|won|lost|married|cursed|surrendered|begged|blamed|down|opened|destroyed|blew|swapped|signed|told|warned|accused|attacked|tricked|kidnapped|tailed|possessed|healed|recovered|sang|spoke|threw|chained|put|let|drove|kept|photographed|persuaded|convinced|struck|beat|defeated|summoned|banished|invited|attuned|talked|got|saw|spent|survived|exposed|announced|declared|received|inherited|crashed|showed|bribed)\b/i;

/** Deeds that belong in the log of whom they are done to. */
export const DONE_TO: readonly { verbs: RegExp; kind: Happening['logKind'] }[] = [
  {
    verbs:
      /\b(?:killed|murdered|shot|stabbed|strangled|poisoned|beheaded|slew|executed|cut|slit)(?:\s+(?:the|a|an|his|her|their|our|old|poor|young))*\s*$/i,
    kind: 'died',
  },
  {
    verbs:
      /\b(?:arrested|freed|rescued|captured|kidnapped|possessed|bit|blamed|cursed|imprisoned|hanged|buried|abducted|took|wounded|crippled|healed|cured|had|got)(?:\s+(?:the|a|an|his|her|their|our|old|poor|young))*\s*$/i,
    kind: '',
  },
  { verbs: /\b(?:body|corpse|remains|grave|bones|head) of\s+(?:the\s+)?$/i, kind: 'discovered' },
];

/** What a campaign remembers longest. */
export const LASTING =
  /\b(?:killed|murdered|shot|stabbed|poisoned|wounded|bitten|captured|arrested|freed|rescued|saved|betrayed|revealed|confessed|promised|swore|vowed|sworn|stole|sold|bought|gave|won|lost|married|cursed|surrendered|blamed|joined|possessed|kidnapped|refused|agreed|offered|denied|broke)\b/i;

const PERSON: ReadonlySet<string> = new Set(['npc', 'pc', 'creature', 'other']);
/** "Halloway's driver" is not Halloway. */
export const OWNS_SOMEBODY = new RegExp(
  `^['’]s?\\s+(?:[A-Za-zÀ-ɏ-]+\\s+){0,2}(?:${ROLE_WORDS}|${KIN_WORDS})(?![A-Za-zÀ-ɏ])`,
  'i',
);

export const PLANS =
  /^(?:if|when|unless|maybe|perhaps|next|todo|to do|who|what|why|where|how|will|would|should|could)\b|\b(?:will|would|should|might|wants? to|plans? to|needs? to|going to|must)\b/i;
export const DICE =
  /\s*\((?=[^)]*(?:\d|roll|dc|check|success|crit|nat|perception|skill|fail))[^)]*\)|,?\s*(?:\d+\s*(?:hp|stress|points|pts|xp)(?: (?:lost|damage|to resist))?|natural (?:twenty|20)|nat ?20|rolled (?:two )?\w+|engagement (?:roll )?\w+|dc ?\d+)\b/gi;

const tidy = (text: string): string => {
  const words = text
    .replace(/^\W*(?:it )?turns? out (?:that )?/i, '')
    .replace(/\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]/g, '$1')
    .replace(DICE, '')
    .replace(/^[\s\-–—•*,;:]+|[\s,;:–—-]+$/g, '')
    .replace(/\s{2,}/g, ' ')
    .replace(/^(?:and|but|then|so)\s+/i, '')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const CLAUSE_END =
  /;\s+|,?\s+(?:and then|and|but|so|then)\s+(?=(?:the |his |her |their )?[A-Za-zÀ-ɏ'’]+(?:\s+[A-Za-zÀ-ɏ'’]+){0,3}?\s+(?:was|were|is|had|got|went|took|gave|found|lost|broke|told|came|ran|fled|left|said|swore|saw|shot|let|put|set|fell|won|drove|rode|threw|[A-Za-zÀ-ɏ]+ed)(?![A-Za-zÀ-ɏ]))|,\s+(?=(?:but |and )?[A-Za-zÀ-ɏ'’]+\s+(?:was|were|got|went|took|gave|found|lost|broke|told|came|ran|fled|left|swore|shot|let|put|fell|won|drove|threw|[A-Za-zÀ-ɏ]+ed)(?![A-Za-zÀ-ɏ]))|:\s+/gi;

// Clauses that can stand alone: a sentence that tells of three deeds is three entries.
const clausesOf = (sentence: Span): Span[] => {
  const clauses: Span[] = [];
  let from = 0;
  for (const match of sentence.text.matchAll(CLAUSE_END)) {
    clauses.push({
      start: sentence.start + from,
      end: sentence.start + match.index,
      text: sentence.text.slice(from, match.index),
    });
    from = match.index + match[0].length;
  }
  clauses.push({ start: sentence.start + from, end: sentence.end, text: sentence.text.slice(from) });
  return clauses.filter((c) => c.text.trim().length > 3);
};

/** Log entries of the sentences of an account, about those who are named in it. */
export const findHappenings = (text: string, sentences: readonly Span[], everyone: readonly Someone[]): Happening[] => {
  const found: Happening[] = [];
  let last: Someone[] = [];
  // Whom "he" and "she" may mean: people of the sentence before, kept over sentences that name nobody.
  let people: Someone[] = [];
  const hasWe = /(?<![A-Za-z])(?:we|us|our)(?![A-Za-z])/i.test(text);
  for (const sentence of sentences) {
    const whole = within(everyone, sentence.start, sentence.end).filter((s) => s.type !== 'location');
    const skip =
      PLANS.test(sentence.text.trim()) && !/\b(?:died|killed|found|swore|promised|agreed)\b/i.test(sentence.text);
    for (const clause of skip ? [] : clausesOf(sentence)) {
      const cast = within(everyone, clause.start, clause.end).filter(
        (s) => s.type !== 'location' || s.start <= clause.start + 6,
      );
      let best: { at: number; length: number; kind: Happening['logKind'] } | null = null;
      for (const { verbs, kind } of STRONG) {
        const match = verbs.exec(clause.text);
        if (match && (!best || (match.index < best.at && best.kind !== 'died')))
          best = { at: match.index, length: match[0].length, kind };
      }
      if (!best) {
        if (cast.length > 0) last = cast;
        continue;
      }
      const verbAt = clause.start + best.at;
      const before = cast.filter(
        (s) => s.end <= verbAt && text.slice(s.end, s.end + 2) !== "'s" && text.slice(s.end, s.end + 2) !== '’s',
      );
      const lead = clause.text.slice(0, best.at);
      const isPronoun = /^\W*(?:and |then |but )?(?:he|she|they)\s*(?:also|then|just|finally|even)?\s*$/i.test(lead);
      // Without a subject it was the last one, but in notes that say "we", where it was the party.
      const isBare = !hasWe && /^\W*(?:then|and|also)?\s*(?:also|then|just|finally|even)?\s*$/i.test(lead);
      if (/^\W*(?:and |then |so |but )?(?:we|i)(?![A-Za-z])/i.test(lead)) {
        if (cast.length > 0) last = cast;
        continue;
      }
      const beginsBare = isPronoun || isBare;
      // "He died" is the one something was done to; "she gave Nadia the key" is not Nadia.
      const candidates =
        isPronoun && clause.start <= sentence.start + 1 ? people : last.filter((s) => PERSON.has(s.type));
      const others = candidates.filter((s) => !cast.some((c) => c.name === s.name));
      const meant = best.kind === 'died' ? (others.at(-1) ?? candidates.at(-1)) : (others[0] ?? candidates[0]);
      // "Irma and Karl found": the first of those who did it together.
      const pair = before.at(-2);
      const doer =
        pair && /^\s*(?:,|and|&)\s*$/.test(text.slice(pair.end, before.at(-1)!.start)) ? pair : before.at(-1);
      const about = doer ?? (beginsBare ? meant : (cast.find((s) => s.end <= verbAt) ?? cast[0]));
      const victim = cast.find(
        (s) =>
          s.start > verbAt &&
          s !== about &&
          !OWNS_SOMEBODY.test(text.slice(s.end, s.end + 40)) &&
          DONE_TO.some((d) => d.verbs.test(text.slice(clause.start, s.start))),
      );
      if (victim) {
        const { kind } = DONE_TO.find((d) => d.verbs.test(text.slice(clause.start, victim.start)))!;
        const isFatal =
          kind === 'died' &&
          (/^['’]s (?:throat|head|heart)/i.test(text.slice(victim.end)) ||
            !/\b(?:shot|stabbed|cut|slit)\b/i.test(text.slice(clause.start, victim.start)));
        found.push({
          about: victim.name,
          text: tidy(clause.text),
          logKind: kind === 'died' && !isFatal ? '' : kind,
          start: clause.start,
          end: clause.end,
          confidence: 0.75,
        });
      } else if (
        about &&
        about.type !== 'party' &&
        (PERSON.has(about.type) || about.type === 'faction' || best.kind === 'destroyed')
      ) {
        const words = tidy(clause.text);
        const isWeighty = best.kind !== '' || WEIGHTY.test(clause.text.slice(best.at, best.at + best.length + 1));
        const named = before.length > 0 || !beginsBare ? words : tidy(`${about.name} ${clause.text.slice(best.at)}`);
        if (
          isWeighty &&
          words.split(/\s+/).length >= 2 &&
          !found.some((f) => f.about === about.name && f.start === clause.start)
        ) {
          found.push({
            about: about.name,
            text: named,
            logKind: best.kind,
            start: clause.start,
            end: clause.end,
            confidence:
              best.kind !== '' ? 0.75 : LASTING.test(clause.text.slice(best.at, best.at + best.length + 1)) ? 0.7 : 0.5,
          });
        }
      }
      if (cast.length > 0) last = cast;
    }
    if (skip && whole.length > 0) last = whole;
    const named = whole.filter((s) => PERSON.has(s.type));
    if (named.length > 0) people = named;
  }
  // A log that keeps everything keeps nothing: the surest, in the order of the text.
  const words = sentences.reduce((n, s) => n + countWords(s.text), 0);
  const kept = new Set(
    [...found].sort((a, b) => b.confidence - a.confidence).slice(0, Math.max(3, Math.round(4 + words / 40))),
  );
  return found.filter((f) => kept.has(f));
};
