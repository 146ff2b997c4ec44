// Owns ties between the named, read from a sentence for precision: a wrong suggestion costs the GM more than a missing one.
// Kin, service, membership, rule, love, hate, debt, violence, place and trade, by what stands between two names.
import type { Tone } from '@emberkeep/domain';
import type { Named } from './names.ts';
import { KIN_WORDS, ROLE_WORDS } from './vocabulary.ts';
import { within, type Span } from './text.ts';

export interface Tie {
  from: string;
  to: string;
  type: string;
  tone: Tone;
  start: number;
  end: number;
  rule: string;
  confidence: number;
}

/** Somebody in a sentence, with what is known of them. */
export interface Someone extends Named {
  name: string;
  type: string;
}

interface Rule {
  name: string;
  between: RegExp;
  type: string;
  tone: Tone;
  /** The right one is the source: "A works for B" is "B employs A". */
  turned?: boolean;
  /** What the right end must be. */
  to?: readonly string[];
  from?: readonly string[];
}

const PEOPLE = ['npc', 'pc', 'creature', 'faction', 'party', 'other'];
const GROUPS = ['faction'];
const ADVERB =
  '(?:\\s+(?:is|was|are|were|has|had|have|been|being|secretly|still|also|now|really|deeply|openly|once|truly|actually|not-so-secretly|who|that|which|he|she|they|both|always|already|just|only|then|all|of|course|clearly|obviously|definitely|quietly))*';
const THE = `(?:\\s+(?:the|a|an|his|her|their|our|its|old|young|poor|late|this|that|own|dead))*(?:\\s+(?:${ROLE_WORDS}),?)?\\s*$`;
// "really an assassin hired by": words of the clause before its participle.
const LEAD_IN = '(?:\\s+(?:an?|the|really|formerly|once|now|former|secret)\\s+(?:[\\p{L}-]+\\s*){1,3})?';
const verb = (words: string): RegExp =>
  new RegExp(`^,?(?:['’](?:s|re|d))?${LEAD_IN}${ADVERB}\\s+(?:${words})${THE}`, 'i');

export const RULES: readonly Rule[] = [
  {
    name: 'love',
    between: verb(
      'sleeping with|having an affair with|in love with|loves?|loved|fallen in love with|fell in love with|falls in love with|adores?|infatuated with|courts?|courting|devoted to|smitten with|sweet on',
    ),
    type: 'loves',
    tone: 'positive',
    to: PEOPLE,
  },
  {
    name: 'kin',
    between: verb('married to|betrothed to|engaged to|married|wed|related to|descended from|adopted'),
    type: 'family',
    tone: 'positive',
    to: PEOPLE,
  },
  {
    name: 'rival',
    between: verb('(?:a |the |an? old )?rivals? (?:of|to)|competes with|competing with'),
    type: 'rival',
    tone: 'negative',
    to: PEOPLE,
  },
  {
    name: 'hate',
    between: verb(
      "hates?|hated|despises?|despised|loathes?|resents?|resented|distrusts?|distrusted|mistrusts?|can't stand|cannot stand|(?:has|have|had|holds?|bears?)? ?a grudge against|jealous of|envies|angry (?:with|at)|furious with|feud(?:s|ing)? with|(?:a |the |an? )?(?:sworn )?enem(?:y|ies) of|opposes|opposed|blames|blamed|(?:wants|swore|swears|seeks|vows|vowed) (?:bloody )?(?:revenge|vengeance) (?:on|against)|plots? against|schemes against|conspires against|moves against|at war with|hunts?|hunting|is after|wants .{0,12}dead|threatens|threatened|spies on|fights?|fought",
    ),
    type: 'enemy',
    tone: 'negative',
    to: PEOPLE,
  },
  {
    name: 'fear',
    between: verb('fears?|feared|afraid of|scared of|terrified of|frightened of'),
    type: 'fears',
    tone: 'negative',
    to: PEOPLE,
  },
  {
    name: 'debt',
    between: verb('owes?(?: (?:\\w+ ){0,4}to)?|owed(?: (?:\\w+ ){0,4}to)?|in debt to|indebted to|in .{0,12}debt to'),
    type: 'owes',
    tone: 'negative',
    to: PEOPLE,
  },
  {
    name: 'service',
    between: verb(
      'works? for|worked for|working for|used to work for|serves?|served|employed by|hired by|paid by|in the (?:pay|pocket|service|employ) of|on the payroll of|reports? to|answers? to|obeys|loyal to|(?:an? |the )?(?:agent|spy|henchman|lieutenant|bodyguard|servant|maid|driver|second|champion|emissary|courier|assassin|enforcer|apprentice|advisor|adviser|steward) (?:of|for|to)|spies for|spying for|sent by|guards|protects|bodyguard to',
    ),
    type: 'employs',
    tone: 'positive',
    turned: true,
    to: PEOPLE,
  },
  {
    name: 'employment',
    between: verb('hires?|hired|employs?|employed|pays|commands|controls|sends|sent'),
    type: 'employs',
    tone: 'positive',
    to: PEOPLE,
  },
  {
    name: 'kill',
    between: verb(
      'kill(?:s|ed)|murder(?:s|ed)|shot|stabbed|strangled|poisoned|hanged|hung|beheaded|slew|executed|drowned|assassinated|cut',
    ),
    type: 'killed',
    tone: 'negative',
    to: ['npc', 'pc', 'creature', 'other'],
  },
  {
    name: 'kill',
    between: verb(
      '(?:killed|murdered|shot|stabbed|strangled|poisoned|hanged|beheaded|slain|executed|drowned|assassinated) by',
    ),
    type: 'killed',
    tone: 'negative',
    turned: true,
    to: PEOPLE,
  },
  {
    name: 'wrong',
    between: verb(
      '(?:betrayed|cursed|kidnapped|taken|imprisoned|cheated|robbed|arrested|blackmailed|attacked|framed|tortured|captured|abducted|haunted|hunted|cornered) by',
    ),
    type: 'enemy',
    tone: 'negative',
    turned: true,
    to: PEOPLE,
  },
  {
    name: 'wrong',
    between: verb(
      'betray(?:s|ed)|curse[ds]?|kidnap(?:s|ped)|imprison(?:s|ed)|cheat(?:s|ed)|rob(?:s|bed)|arrest(?:s|ed)|blackmail(?:s|ed)|attack(?:s|ed)|stole from|framed|tortured|abandoned|exiled|deceived|lied to|captured|mocks?|tricked|abducted',
    ),
    type: 'enemy',
    tone: 'negative',
    to: PEOPLE,
  },
  {
    name: 'rule',
    between: verb(
      'leads?|led|runs|ran|rules?|ruled|heads|governs?|commands|founded|captains|(?:the |an? )?(?:\\w+ )?(?:leader|head|boss|captain|chief|commander|master|founder|queen|king|lord|lady|mayor|governor|high priest|high priestess|matron|warlord|jarl|duke|baron|count) of',
    ),
    type: 'leads',
    tone: 'positive',
    to: ['faction', 'location'],
  },
  {
    name: 'member',
    between: verb(
      '(?:an? |one )?(?:former |senior |junior )?members? of|belongs to|joined|joins|one of|part of|with|spoke for|speaks for|(?:an? )?(?:knight|priest|soldier|agent|monk|acolyte|captain|lieutenant|initiate|brother|sister|inspector|officer) of|works with|recruited by|once of|runs (?:bones|errands|jobs) for|formerly of|of|from',
    ),
    type: 'member_of',
    tone: 'neutral',
    to: GROUPS,
  },
  {
    name: 'ally',
    between: verb(
      'allied with|(?:an? |the |old )?(?:ally|allies|friends?|friend) (?:of|with|to)|friends? with|trusts?|trusted|helps?|helped|saved|saves|rescued|freed|befriended|protected|supports|sides with|made peace with|in league with|partners? with|partner of',
    ),
    type: 'allied',
    tone: 'positive',
    to: PEOPLE,
  },
  {
    name: 'know',
    between: verb(
      'knows?|knew|recognises?|recognizes?|recognised|recognized|acquainted with|remembers?|wrote to|writes to|corresponds with',
    ),
    type: 'knows',
    tone: 'neutral',
    to: PEOPLE,
  },
  {
    name: 'own',
    between: verb('owns?|owned|holds?|carries|carried|wears|wields|possesses|keeps|has'),
    type: 'owns',
    tone: 'neutral',
    to: ['item', 'location'],
  },
  {
    name: 'belongs',
    between: verb('belongs to|belonged to|belonging to|owned by|property of|carried by|worn by|held by'),
    type: 'owns',
    tone: 'neutral',
    turned: true,
    from: ['item', 'location'],
  },
  {
    name: 'trade',
    between: verb(
      "(?:sells?|sold)(?: [\\w']+){0,4} to|buys?(?: [\\w']+){0,4} from|bought(?: [\\w']+){0,4} from|supplies|trades with|deals with|smuggles for|traded with|signed .{0,12}with",
    ),
    type: 'trades with',
    tone: 'neutral',
    to: PEOPLE,
  },
  {
    name: 'place',
    between: verb(
      '(?:liv(?:es|ed|ing)|hid(?:es|ing|den)?|hide|works|worked|stays?|stayed|staying|resides|dwells|lairs?|waits|waiting|imprisoned|held|kept|chained|buried|trapped|locked up|sings|drinks|camps|based|located|found|stationed|lodges|lodging|moored|hidden|asleep|is|are|was|were|lies|stands|keeps a shop|runs a \\w+)(?: (?:\\w+ ){0,2})?\\s*(?:in|at|on|near|under|below|beneath|behind|above|outside|inside|aboard)',
    ),
    type: 'located_at',
    tone: 'neutral',
    to: ['location'],
    from: ['npc', 'faction', 'item', 'creature', 'location', 'clue', 'other'],
  },
  {
    name: 'keeper',
    between: new RegExp(
      `^,?\\s+(?:the |an? )?(?:owner|landlord|landlady|keeper|innkeeper|barkeep|bartender|proprietor|host|hostess|cook|matron|porter|priest|warden|caretaker|librarian|curator|director|clerk|owns|runs|keeps|tends bar|tends)\\s+(?:of|at|in|to)?${THE}`,
      'i',
    ),
    type: 'located_at',
    tone: 'neutral',
    to: ['location'],
  },
];

const CALLED = '(?:is |was |called |named |\\(?(?:an?\\s+(?:[\\p{L}-]+\\s+){1,4})?(?:called|named)\\s+|\\()?';
export const KIN_BETWEEN = new RegExp(
  `^(?:['’]s?\\s+(?:[A-Za-zÀ-ɏ-]+\\s+){0,2}(?:${KIN_WORDS}),?\\s+${CALLED}|,?\\s+(?:(?:is|was)\\s+)?(?:the |an? )?(?:[A-Za-zÀ-ɏ-]+\\s+)?(?:${KIN_WORDS})\\s+(?:of|to)\\s+(?:the )?(?:(?:${ROLE_WORDS}),?\\s+)?)$`,
  'i',
);
export const KIN_AFTER = new RegExp(`^['’]s?\\s+(?:[A-Za-zÀ-ɏ-]+\\s+){0,2}(?:${KIN_WORDS})(?![A-Za-zÀ-ɏ])`, 'i');
export const HIS_KIN = new RegExp(
  `(?:^|[^A-Za-zÀ-ɏ])(?:his|her|their|its)\\s+(?:[A-Za-zÀ-ɏ-]+\\s+){0,2}(?:${KIN_WORDS}),?\\s+(?:is |was |called |named |\\()?$`,
  'i',
);
export const APPOSED_KIN = new RegExp(
  `^,\\s+(?:his|her|their)\\s+(?:[A-Za-zÀ-ɏ-]+\\s+){0,2}(?:${KIN_WORDS})(?![A-Za-zÀ-ɏ])`,
  'i',
);
export const ROLE_KINDS: readonly { words: RegExp; type: string; tone: Tone; turned?: boolean }[] = [
  { words: /rival|competitor/i, type: 'rival', tone: 'negative' },
  { words: /enemy|nemesis|murderer|killer|tormentor|creditor|stalker/i, type: 'enemy', tone: 'negative' },
  { words: /friend|ally|partner|colleague|companion|accomplice|contact/i, type: 'friendly', tone: 'positive' },
  { words: /lover|mistress|sweetheart/i, type: 'loves', tone: 'positive' },
  {
    words: /boss|employer|patron|master|leader|captain|chief|commander|mentor|client|handler/i,
    type: 'employs',
    tone: 'positive',
    turned: true,
  },
  { words: /./, type: 'employs', tone: 'positive' },
];
export const ROLE_BETWEEN = new RegExp(`^['’]s?\\s+(?:[A-Za-zÀ-ɏ-]+\\s+){0,2}(${ROLE_WORDS}),?\\s+${CALLED}$`, 'i');
export const ROLE_IN_POSSESSION = new RegExp(
  `^['’]s?\\s+(?:[A-Za-zÀ-ɏ-]+\\s+){0,2}(${ROLE_WORDS})(?![A-Za-zÀ-ɏ])`,
  'i',
);
export const HIS_ROLE = new RegExp(
  `(?:^|[^A-Za-zÀ-ɏ])(?:his|her|their|its)\\s+(?:[A-Za-zÀ-ɏ-]+\\s+){0,2}(${ROLE_WORDS}|second|right hand|skald),?\\s+(?:is |was |called |named |\\()?(?:an?\\s+(?:[A-Za-zÀ-ɏ-]+\\s+){1,4}(?:called|named)\\s+)?$`,
  'i',
);
export const APPOSED_ROLE = new RegExp(
  `^,\\s+(?:(his|her|their)|(?:the|an?)|[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ]+['’]s)\\s+(?:[A-Za-zÀ-ɏ-]+\\s+){0,2}(${ROLE_WORDS})(?![A-Za-zÀ-ɏ])(?!\\s+of)`,
  'i',
);
export const NEGATED = /\b(?:not|never|no longer|n't|denies|refuses to|without)\b/i;
export const HEARSAY =
  /\b(?:says?|said|claims?|claimed|maybe|perhaps|rumou?r\w*|supposedly|allegedly|apparently|probably|might|possibly|thinks?|suspects?|believes?)\b/i;
export const PARTY =
  /(?<![A-Za-zÀ-ɏ])(?:the (?:party|pcs|players|heroes|adventurers|investigators|crew|group|characters)|us)(?![A-Za-zÀ-ɏ])/gi;

export const THEIR_LEADER =
  /(?:^|[^\p{L}])[Tt]heir\s+(?:\p{L}+\s+)?(?:leader|boss|captain|chief|head|commander),?\s+(?:is\s+|was\s+)?(?:an?\s+(?:[\p{L}-]+\s+){1,4}(?:called|named)\s+)?$/u;

const isPerson = (s: Someone): boolean => ['npc', 'pc', 'creature', 'other', 'party'].includes(s.type);

/** Ties said in these sentences; each pair and type once, the surest first. */
export const findTies = (text: string, sentences: readonly Span[], everyone: readonly Someone[]): Tie[] => {
  const ties: Tie[] = [];
  let subject: Someone | null = null;
  let group: Someone | null = null;
  for (const sentence of sentences) {
    const own: Someone[] = within(everyone, sentence.start, sentence.end);
    for (const match of sentence.text.matchAll(PARTY)) {
      const start = sentence.start + match.index;
      if (!own.some((s) => start < s.end && start + match[0].length > s.start))
        own.push({ start, end: start + match[0].length, who: 'party', name: 'party', type: 'party', isKnown: true });
    }
    own.sort((a, b) => a.start - b.start);
    const doubt = (NEGATED.test(sentence.text) ? 0.15 : 0) + (HEARSAY.test(sentence.text) ? 0.15 : 0);
    const say = (
      a: Someone,
      b: Someone,
      tie: { type: string; tone: Tone; turned?: boolean },
      rule: string,
      confidence: number,
    ): void => {
      if (
        a.name === b.name ||
        (a.type === 'pc' && b.type === 'pc') ||
        (a.type === 'party' && (b.type === 'pc' || tie.type === 'located_at')) ||
        (b.type === 'party' && a.type === 'pc')
      )
        return;
      const [from, to] = tie.turned ? [b, a] : [a, b];
      ties.push({
        from: from.name,
        to: to.name,
        type: tie.type,
        tone: tie.tone,
        start: sentence.start,
        end: sentence.end,
        rule,
        confidence: confidence - doubt,
      });
    };
    const roleTie = (word: string): { type: string; tone: Tone; turned?: boolean } =>
      ROLE_KINDS.find((k) => k.words.test(word))!;
    // "She hates him": a pronoun at the head stands for who the last sentence was about.
    const leadsWithPronoun = /^(?:[-*•\s]*)(?:he|she|they|who)\s/i.test(sentence.text);
    const first = own[0];
    const stand: Someone | null =
      leadsWithPronoun && subject && first && first.start > sentence.start + 2
        ? {
            ...subject,
            start: sentence.start,
            end: sentence.start + (/^(?:[-*•\s]*)\w+/.exec(sentence.text)?.[0].length ?? 0),
          }
        : null;
    const cast = stand ? [stand, ...own] : [...own];
    // "An engineer, Petra Osei, sells a chip, she's afraid of the Combine": the nearest person before.
    for (const match of sentence.text.matchAll(/(?<![A-Za-zÀ-ɏ])(?:he|she)(?![A-Za-zÀ-ɏ])/gi)) {
      const start = sentence.start + match.index;
      if (match.index <= 3) continue;
      const meant =
        own.findLast(
          (s) =>
            s.end < start &&
            !/^['’]s/.test(text.slice(s.end, s.end + 2)) &&
            (s.type === 'npc' || s.type === 'pc' || s.type === 'creature'),
        ) ?? subject;
      if (meant) cast.push({ ...meant, start, end: start + match[0].length });
    }
    cast.sort((a, b) => a.start - b.start);
    cast.forEach((b, j) => {
      const before = text.slice(sentence.start, b.start);
      const after = text.slice(b.end, sentence.end);
      const earlier = cast.slice(0, j).filter((a) => a.name !== b.name);
      const owner =
        [...earlier].reverse().find((a) => isPerson(a) && a.type !== 'party') ??
        (subject && subject.name !== b.name ? subject : null);
      // "her brother, Brother Callum"; "his rival, Dean Tyrsin"
      if (isPerson(b) && owner) {
        if (HIS_KIN.test(before)) say(owner, b, { type: 'family', tone: 'positive' }, 'kin', 0.8);
        else {
          const role = HIS_ROLE.exec(before)?.[1];
          if (role) {
            const ofGroup = earlier.findLast((a) => a.type === 'faction') ?? group;
            const isTheirs =
              /\btheir\s/i.test(before.slice(-40)) &&
              ofGroup &&
              /leader|boss|captain|chief|head|commander|queen|king/i.test(role);
            if (isTheirs) say(b, ofGroup!, { type: 'leads', tone: 'positive' }, 'rule', 0.8);
            else say(owner, b, roleTie(role), 'role', 0.7);
          }
        }
        // "Nim Fairlow, his niece"
        if (APPOSED_KIN.test(after)) say(owner, b, { type: 'family', tone: 'positive' }, 'kin', 0.75);
        const apposed = APPOSED_ROLE.exec(after);
        if (apposed?.[1]) say(owner, b, roleTie(apposed[2]!), 'role', 0.65);
      } else if (isPerson(b) && group && THEIR_LEADER.test(before))
        say(b, group, { type: 'leads', tone: 'positive' }, 'rule', 0.8);
      for (const a of earlier.slice(-3)) {
        const between = text.slice(a.end, b.start);
        if (between.length > 70 || /[.!?;\n]\s*$|[.!?;]\s/.test(between.replace(/\b(?:mr|mrs|dr|st)\.\s/gi, '')))
          continue;
        // Who stands between parts them, but for a possessive in an aside: "Gudrun, Bersi's daughter, betrothed to Leif".
        const crossed = cast.some(
          (c) =>
            c !== a &&
            c !== b &&
            c.start >= a.end &&
            c.end <= b.start &&
            !/^['’]s?\s[\p{L}\s-]{2,24}, /u.test(text.slice(c.end, b.start)),
        );
        if (KIN_BETWEEN.test(between) && isPerson(a) && isPerson(b)) {
          say(a, b, { type: 'family', tone: 'positive' }, 'kin', 0.85);
          continue;
        }
        // "Leif, Gudrun's brother"; "Gudrun – Bersi's daughter"; "Lucan, the Count's own son"; "Miss Violet = the prof's daughter"
        if (
          isPerson(a) &&
          isPerson(b) &&
          /^(?:,|\s+(?:is|was|=)|\s+[–—-]|:)\s+(?:the\s+)?$/i.test(between) &&
          KIN_AFTER.test(after)
        ) {
          say(b, a, { type: 'family', tone: 'positive' }, 'kin', 0.8);
          continue;
        }
        const role = isPerson(a) && isPerson(b) ? ROLE_BETWEEN.exec(between)?.[1] : undefined;
        if (role) {
          say(a, b, roleTie(role), 'role', 0.7);
          continue;
        }
        const roleAfter =
          isPerson(a) && isPerson(b) && /^(?:,|\s+(?:is|was))\s+(?:the\s+)?$/i.test(between)
            ? ROLE_IN_POSSESSION.exec(after)?.[1]
            : undefined;
        if (roleAfter) {
          say(b, a, roleTie(roleAfter), 'role', 0.7);
          continue;
        }
        if (crossed) continue;
        // "Pruett's ship, the Mercy Dow"
        if (
          (b.type === 'item' || b.type === 'location') &&
          /^['’]s?\s+(?:[\p{L}-]+\s+){0,2}[\p{L}-]+,\s+(?:the\s+)?$/u.test(between)
        ) {
          say(a, b, { type: 'owns', tone: 'neutral' }, 'own', 0.65);
          continue;
        }
        if (
          isPerson(b) &&
          /^,?(?:\s+(?:secretly|really))?\s+wants?\s+$/i.test(between) &&
          /^\s+(?:gone|dead|out of|ruined|disgraced|destroyed|removed|punished|arrested)/i.test(after)
        ) {
          say(a, b, { type: 'enemy', tone: 'negative' }, 'hate', 0.75);
          continue;
        }
        // "boss of the Gang" after a comma, "(spymaster, hates Garrick)": a relative clause starts anew.
        const clause = between
          .replace(/^(?:\s*\([^)]*\))/, '')
          .replace(/^.*(?:,\s+|:\s+|\s[–—-]\s+|\()(?:and\s+|but\s+|who\s+|who's\s+)?(?=[\p{L}'’ -]+$)/u, ' ');
        const rule = RULES.find(
          (r) =>
            (r.between.test(between) ||
              (clause.length < between.length && r.between.test(` ${clause.trim()} `.replace(/\s+$/, ' ')))) &&
            (!r.to || r.to.includes(b.type)) &&
            (!r.from || r.from.includes(a.type)),
        );
        const isOfAnother =
          rule !== undefined && rule.name !== 'fear' && (ROLE_IN_POSSESSION.test(after) || KIN_AFTER.test(after));
        if (rule && !isOfAnother && !(NEGATED.test(between) && rule.name !== 'know'))
          say(a, b, rule, rule.name, rule.name === 'place' || rule.name === 'know' ? 0.55 : 0.75);
      }
    });
    // "At the Tinner's Rest they hear …", "In the Silver Spur a preacher called Amos Gaunt": who is met where.
    const place = cast.find((s) => s.type === 'location');
    if (
      place &&
      new RegExp('^\\W*(?:in|at|inside|outside|aboard|under|behind)\\s+(?:the\\s+)?$', 'i').test(
        text.slice(sentence.start, place.start),
      )
    ) {
      const met = cast.find(
        (s) =>
          (s.start > place.end &&
            s.type === 'npc' &&
            new RegExp(
              '^\\s+(?:is|was|waits?|waited|runs|ran|works|sits|sat|keeps|lives|tends|greets|stands|stood|holds court)\\b',
              'i',
            ).test(text.slice(s.end, s.end + 16))) ||
          (s.start > place.end && s.type === 'npc' && /\b(?:called|named)\s+$/i.test(text.slice(0, s.start).slice(-8))),
      );
      if (met) say(met, place, { type: 'located_at', tone: 'neutral' }, 'place', 0.5);
    }
    const about = own.find((s) => isPerson(s) && s.type !== 'party');
    if (about) subject = about;
    group = own.find((s) => s.type === 'faction') ?? null;
  }
  const seen = new Map<string, Tie>();
  for (const tie of ties) {
    const key = [tie.from, tie.to].sort().join('|');
    const there = seen.get(`${key} ${tie.type}`);
    if (!there || there.confidence < tie.confidence) seen.set(`${key} ${tie.type}`, tie);
  }
  // "knows" and "located_at" say nothing beside a stronger tie of the same two.
  return [...seen.values()].filter(
    (t) =>
      t.confidence >= 0.3 &&
      !(
        t.type === 'knows' &&
        [...seen.values()].some((o) => o !== t && [o.from, o.to].sort().join('|') === [t.from, t.to].sort().join('|'))
      ),
  );
};
