// Guards the rules against unintended changes: digests of every pattern's matches and of whole analyses, on every
// labelled set. How to renew them is in `testing/node/golden.ts`.
import { describe, it } from 'vitest';
import { expectGolden, goldenOf, type Golden } from '../testing/node/golden.ts';
import {
  chatPassages,
  chatPrompts,
  labelledNotes,
  LABELLED_SYSTEMS,
  neverWrites,
  recapNotes,
} from '../testing/node/labelled-sets.ts';
import { ADMIN_WORDS, namesOf, TABLE_TALK } from '../testing/index.ts';
import { analyse } from './analyse.ts';
import { CLAUSE_END } from './events/clauses.ts';
import { DONE_TO, EVENT_VERBS, OWNS_PERSON } from './events/deeds.ts';
import { DICE } from './events/event-text.ts';
import { PLANS } from './events/reported-events.ts';
import { CUES } from './names/cues.ts';
import { ACTS, OWNS_LIKE_A_PERSON, PLACE_AFTER, PLACE_BEFORE, ROLE_AFTER, ROLE_BEFORE } from './names/name-clues.ts';
import { PLAYERS_LINE } from './names/players.ts';
import { HEARSAY } from './relationships/find-relationships.ts';
import {
  APPOSED_KIN,
  APPOSED_ROLE,
  HIS_KIN,
  HIS_ROLE,
  KIN_AFTER,
  KIN_BETWEEN,
  ROLE_BETWEEN,
  ROLE_IN_POSSESSION,
  THEIR_LEADER,
} from './relationships/kin-and-roles.ts';
import { NEGATIONS } from './vocabulary/negation.ts';
import { RULES } from './relationships/relationship-rules.ts';
import { PARTY } from './relationships/sentence-cast.ts';
import { TIME_LEAD } from './scenes/line-leads.ts';
import { LASTING, WEIGHTY } from './vocabulary/event-verbs.ts';
import { ADMIN_HEADING, ADMIN_LINE, CATEGORY_HEADING, CONTAINER_HEADING } from './vocabulary/headings.ts';
import { KIN_WORDS } from './vocabulary/kin.ts';
import { ROLE_WORDS } from './vocabulary/roles.ts';
import { CONTINUES, PHASE, SIGNALS } from './vocabulary/scene-signals.ts';
import { SCENE_PATTERNS } from './vocabulary/scene-types/scene-patterns.ts';

const numbered = (name: string, patterns: readonly RegExp[]): Record<string, RegExp> =>
  Object.fromEntries(patterns.map((pattern, n) => [`${name} ${n + 1}`, pattern]));

/** Patterns that are searched for anywhere in a text; here, in every line. */
const ANYWHERE: Record<string, RegExp> = {
  'category heading': CATEGORY_HEADING,
  'admin heading': ADMIN_HEADING,
  'container heading': CONTAINER_HEADING,
  kin: new RegExp(`\\b(?:${KIN_WORDS})`, 'i'),
  role: new RegExp(`\\b(?:${ROLE_WORDS})`, 'i'),
  'players line': PLAYERS_LINE,
  negated: NEGATIONS,
  hearsay: HEARSAY,
  party: PARTY,
  'weighty verb': WEIGHTY,
  'lasting verb': LASTING,
  plans: PLANS,
  dice: DICE,
  'clause end': CLAUSE_END,
  'recap admin': ADMIN_WORDS,
  'recap table talk': TABLE_TALK,
  ...numbered(
    'cue',
    CUES.map((c) => c.pattern),
  ),
  ...numbered(
    'event verb',
    EVENT_VERBS.map((v) => v.verbs),
  ),
  ...Object.fromEntries(
    Object.entries(SCENE_PATTERNS).flatMap(([type, words]) =>
      Object.entries(words).map(([kind, pattern]) => [`scene type ${type} ${kind}`, pattern as RegExp]),
    ),
  ),
};
/** Patterns anchored at the start of a text; here, the text from the start and the end of every word. */
const AT_START: Record<string, RegExp> = {
  'admin line': ADMIN_LINE,
  phase: PHASE,
  continues: CONTINUES,
  'time lead': TIME_LEAD,
  'role after': ROLE_AFTER,
  'owns like a person': OWNS_LIKE_A_PERSON,
  acts: ACTS,
  'place after': PLACE_AFTER,
  'kin after': KIN_AFTER,
  'apposed kin': APPOSED_KIN,
  'role in possession': ROLE_IN_POSSESSION,
  'apposed role': APPOSED_ROLE,
  'owns person': OWNS_PERSON,
  ...Object.fromEntries(
    Object.entries(SIGNALS).flatMap(([signal, patterns]) => Object.entries(numbered(`signal ${signal}`, patterns))),
  ),
};
/** Patterns anchored at the end of a text; here, the text up to the start and the end of every word. */
const AT_END: Record<string, RegExp> = {
  'role before': ROLE_BEFORE,
  'place before': PLACE_BEFORE,
  'his kin': HIS_KIN,
  'his role': HIS_ROLE,
  'their leader': THEIR_LEADER,
  ...numbered(
    'done to',
    DONE_TO.map((d) => d.verbs),
  ),
};
/** Patterns that match all of the text between two names; here, between any two words that are close to each other. */
const BETWEEN: Record<string, RegExp> = {
  'kin between': KIN_BETWEEN,
  'role between': ROLE_BETWEEN,
  ...Object.fromEntries(RULES.map((r, n) => [`relationship ${r.name} ${n + 1}`, r.between])),
};

/** One match; `text` holds the groups as well, separated by bars. */
type Found = [line: number, index: number, text: string];

const notes = labelledNotes();
const recaps = recapNotes();
const passages = chatPassages();
const noteLines = [...notes, ...recaps].flatMap((note) => note.input.text.split('\n'));
const lines = [...noteLines, ...passages.map((p) => p.text), ...chatPrompts().map((p) => p.text), ...neverWrites()];

const edges = (line: string): { starts: number[]; ends: number[] } => {
  const words = [...line.matchAll(/[\p{L}\p{N}-]+/gu)];
  return { starts: words.map((w) => w.index), ends: words.map((w) => w.index + w[0].length) };
};
const inAll = (some: readonly string[], find: (line: string) => [index: number, text: string][]): Golden =>
  goldenOf(some.flatMap((line, n) => find(line).map((found): Found => [n, ...found])));
const anywhere = (pattern: RegExp): Golden => {
  const global = new RegExp(pattern, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`);
  return inAll(lines, (line) => [...line.matchAll(global)].map((m) => [m.index, m.slice(0, 3).join('|')]));
};
/** Characters of text that an anchored pattern is given. */
const WINDOW = 80;
const atStart = (pattern: RegExp): Golden =>
  inAll(lines, (line) => {
    const { starts, ends } = edges(line);
    return [...starts, ...ends].flatMap((at): [number, string][] => {
      const match = pattern.exec(line.slice(at, at + WINDOW));
      return match ? [[at, match.join('|')]] : [];
    });
  });
const atEnd = (pattern: RegExp): Golden =>
  inAll(lines, (line) => {
    const { starts, ends } = edges(line);
    return [...starts, ...ends].flatMap((at): [number, string][] => {
      const match = pattern.exec(line.slice(Math.max(0, at - WINDOW), at));
      return match ? [[at, match.join('|')]] : [];
    });
  });
/** The most words between two words that stand for names. */
const WORDS_BETWEEN = 5;
const between = (pattern: RegExp): Golden =>
  inAll(noteLines, (line) => {
    const { starts, ends } = edges(line);
    return ends.flatMap((end, n) =>
      starts.slice(n + 1, n + 2 + WORDS_BETWEEN).flatMap((start): [number, string][] => {
        const words = line.slice(end, start);
        return pattern.test(words) ? [[end, words]] : [];
      }),
    );
  });

describe('on every labelled set', () => {
  it('patterns built from parts match what they matched before', () => {
    const all = (patterns: Record<string, RegExp>, find: (pattern: RegExp) => Golden): [string, Golden][] =>
      Object.entries(patterns).map(([name, pattern]) => [name, find(pattern)]);
    expectGolden(
      'patterns',
      Object.fromEntries([
        ...all(ANYWHERE, anywhere),
        ...all(AT_START, atStart),
        ...all(AT_END, atEnd),
        ...all(BETWEEN, between),
      ]),
    );
  });

  it('the analysis of every note, under every game system, with and without known names, is what it was before', () => {
    const campaigns = [...new Set(passages.map((p) => p.campaign))].map((campaign) => ({
      id: `chat campaign ${campaign}`,
      input: {
        text: passages
          .filter((p) => p.campaign === campaign)
          .map((p) => p.text)
          .join('\n\n'),
        gameSystem: '',
        stage: 'actual' as const,
        knownEntities: namesOf(passages, campaign),
      },
    }));
    const results: Record<string, Golden> = {};
    for (const { id, input } of [...notes, ...recaps, ...campaigns]) {
      results[id] = goldenOf(analyse(input));
      results[`${id}, no known names`] = goldenOf(analyse({ ...input, knownEntities: [] }));
      results[`${id}, the other stage`] = goldenOf(
        analyse({ ...input, stage: input.stage === 'prep' ? 'actual' : 'prep' }),
      );
      for (const gameSystem of LABELLED_SYSTEMS.filter((system) => system !== input.gameSystem))
        results[`${id}, ${gameSystem}`] = goldenOf(analyse({ ...input, gameSystem }));
    }
    expectGolden('analyses', results);
  });
});
