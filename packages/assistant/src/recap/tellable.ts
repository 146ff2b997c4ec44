// Owns turning a line of somebody's notes into a sentence that can be read aloud to the players: no dice, no book-keeping, no
// talk of the evening around the table, the party in the third person, fragments made whole. Says nothing that is not in the
// line; null where nothing is left.

import { escapeRegExp } from '../chat/patterns.ts';
import {
  ASIDE,
  BARE_NOUN,
  COMMA_FOR_AND,
  COST,
  DOING,
  FINITE,
  FOR_POINTS,
  MECHANIC,
  MISSING_APOSTROPHE,
  STATE,
  SUBJECTLESS,
  TABLE_TALK,
  TIME_THEN_VERB,
} from './note-phrases.ts';

/** Names as they are spelt on screen, by how a note may spell them (lower case). */
export type Spelling = ReadonlyMap<string, string>;

/** "We" and "I" of the notes, as a teller says it. `first`: nobody has said who "they" are yet. */
const thirdPerson = (text: string, first: boolean): string => {
  let isFirst = first;
  return text.replace(/\b(we|us|our|ours|ourselves|we['’](?:re|ve|d|ll))\b/gi, (word, _group, at: number) => {
    const lower = word.toLowerCase().replace('’', "'");
    const said: Record<string, string> = {
      we: isFirst ? 'the party' : 'they',
      us: isFirst ? 'the party' : 'them',
      our: 'their',
      ours: 'theirs',
      ourselves: 'themselves',
      "we're": 'they are',
      "we've": 'they have',
      "we'd": 'they would',
      "we'll": 'they will',
    };
    const out = said[lower] ?? word;
    if (lower === 'we' || lower === 'us') isFirst = false;
    return at === 0 ? out.charAt(0).toUpperCase() + out.slice(1) : out;
  });
};

const spell = (text: string, spelling: Spelling): string => {
  let out = text;
  for (const [form, name] of [...spelling].sort((a, b) => b[0].length - a[0].length)) {
    if (form === name || form.length < 3) continue;
    out = out.replace(
      new RegExp(`(?<![\\p{L}\\p{N}])${form.split(/\s+/).map(escapeRegExp).join('\\s+')}(?![\\p{L}\\p{N}])`, 'giu'),
      (found) => (found === found.toLowerCase() || found === found.toUpperCase() ? name : found),
    );
  }
  return out;
};

// A bracket is dropped when it is about the game or an aside; else it is said between commas.
const brackets = (text: string): string =>
  text
    .replace(/\s*[([]([^()[\]]*)[)\]]/g, (_, inside: string) =>
      MECHANIC.test(inside) ||
      TABLE_TALK.test(inside) ||
      ASIDE.test(inside) ||
      /\d/.test(inside) ||
      inside.trim().split(/\s+/).length < 3
        ? ''
        : `, ${inside.trim()},`,
    )
    .replace(/,\s*([,.;!?])/g, '$1');

/** Phrases about the game taken out of a sentence; empty when they were all of it. */
const withoutMechanics = (sentence: string): string => {
  const cleaned = sentence
    .replace(COST, (_, and: string | undefined, at: number, all: string) =>
      and && !/^\p{L}[\p{L}'’]*(?: \p{L}+)?\s*$/u.test(all.slice(0, at)) ? and : '',
    )
    .replace(/,?\s*\b(?:got|scored|hit) an? \d+(?: on \w+)?(?: and)?(?=\s)/gi, '')
    .replace(FOR_POINTS, '')
    .replace(/,?\s*(?:with|on) an? (?:natural |nat ?)(?:20|twenty|1|one)\b/gi, '')
    .replace(/,?\s*(?:took|takes|suffered) level \d harm\b/gi, ' was hurt')
    .replace(/\b(\w+) down to \d+ (?:hp|hit points)\b/gi, '$1 was badly hurt')
    .replace(/,?\s*\b\d+ (?:hp|stress|xp|cp|san)\b(?: lost| each| to resist)?/gi, '')
    .replace(/^\s*(?:day|night) \d+\s*[.:]\s*/i, '');
  if (!MECHANIC.test(cleaned)) return cleaned;
  // Cut at commas, dashes and semicolons; "and" goes with the phrase before.
  const phrases = cleaned.split(/(\s*[,;]\s+|\s+[-–—]+\s+|:\s+)/);
  const kept: string[] = [];
  let dropped = false;
  for (let i = 0; i < phrases.length; i += 2) {
    const phrase = phrases[i] as string;
    if (MECHANIC.test(phrase)) {
      // What stands before or behind the mechanic by "and", "but", "so" may still be told.
      const parts = phrase.split(/\s+(?=(?:and|but|so)\s)/);
      const left = parts.filter((p) => !MECHANIC.test(p));
      const rest = left
        .join(' ')
        .replace(/^(?:and|but|so)\s+/, '')
        .trim();
      // Whoever did what was left out did what was not.
      const who =
        left[0] !== parts[0] && SUBJECTLESS.test(rest)
          ? /^(?:\p{Lu}[\p{L}'’]+(?:\s(?=\p{Lu}))?)+/u.exec(phrase)?.[0]
          : undefined;
      if (rest.split(/\s+/).length >= 3)
        kept.push(`${kept.length > 0 ? ', ' : ''}${who ? `${who.trim()} ${rest}` : rest}`);
      dropped = true;
    } else if (
      phrase.trim() !== '' &&
      !(dropped && /^(?:failed|success|succeeded|passed|nice|ouch|missed)\b.{0,3}$/i.test(phrase.trim()))
    )
      kept.push(kept.length === 0 ? phrase : `${phrases[i - 1] ?? ', '}${phrase}`);
  }
  return kept.join('');
};

const FINAL = /[.!?…]["”’']?$/;

/** A sentence of notes made tellable. `players`: people at the table, in lower case. */
export const tellable = (
  raw: string,
  options: { spelling: Spelling; players: ReadonlySet<string>; isFirst: boolean; names: readonly string[] },
): string | null => {
  let text = raw
    .replace(/\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]/g, '$1')
    .replace(/(\*\*|__|`|~~)/g, '')
    .replace(/^[\s\-–—•*#>]+/, '')
    .replace(/^\(?\d{1,2}[:.]\d{2}(?:\s*[ap]m)?\)?\s*[-–—:]?\s*/i, '')
    .replace(/^(?:day|night) \d+\s*[.:,–-]\s*/i, '')
    .replace(/\s*(?:→|->|=>)\s*/g, ', ')
    .replace(/\s&\s|\s\+\s/g, ' and ')
    .replace(/\bw\/\s?/gi, 'with ')
    .replace(/\b3am\b/gi, 'three in the morning')
    .replace(/,?\s*\b(?:lol|rofl|haha+)\b/gi, '')
    .replace(/^(?:ok(?:ay)?|well|right|anyway)[,\s]+(?:so\s+)?/i, '')
    .replace(/^we picked up (?:again )?(?=at|in|on)/i, 'We began ')
    .replace(/^plan\s*:\s*\w+,?\s*/i, '')
    .replace(/^(?:night|morning|evening|info|setup|note|nb|aside)\s*:\s*/i, (lead) =>
      /^(?:night|morning|evening)/i.test(lead) ? `That ${lead.replace(/[\s:]+$/, '').toLowerCase()} ` : '',
    )
    .replace(
      /,?\s*\b(?:turns out|of course|lol|ha|haha|btw|anyway)\b[,!]?\s*(?=$|[a-z.!?])/gi,
      (_found: string, at: number) => (at === 0 ? '' : ' '),
    )
    .replace(/\s+([.!?])/g, '$1')
    .replace(MISSING_APOSTROPHE, (word) => `${word.slice(0, -2)}n’t`.replace(/nn’t$/, 'n’t'));
  text = brackets(text)
    .replace(/!{2,}/g, '!')
    .replace(/\?!|!\?|\?{2,}/g, '?')
    .replace(/\s{2,}/g, ' ')
    .trim();
  if (TABLE_TALK.test(text)) return null;
  const lower = text.toLowerCase();
  for (const player of options.players)
    if (new RegExp(`(?<![\\p{L}])${escapeRegExp(player)}(?![\\p{L}])`, 'iu').test(lower)) return null;
  const whole = text;
  text = withoutMechanics(text)
    .replace(/\s+([,.;!?])/g, '$1')
    .replace(/^[\s,;:.–—-]+|[\s,;:–—-]+$/g, '')
    .replace(/,\s*(?:and|but|so)?\s*([.!?])?$/, '$1')
    .trim();
  if (text === '' || !/\p{L}{2}/u.test(text)) return null;
  // What is left of a line about the game may be a label of it.
  const isRest = text.length < whole.length * 0.7;
  text = spell(text, options.spelling);
  const wasLower = /^\p{Ll}/u.test(text.replace(/^(?:and|but|so|then)\s+/i, ''));
  text = text.replace(/^(?:and|but|so|then)\s+(?=\p{L})/iu, '').replace(/^it turn(?:s|ed) out that /i, '');
  const before = text;
  text = thirdPerson(text, options.isFirst);
  if (/\b(?:I|I['’]m|my|me|you|your)\b/.test(text.replace(/[“"][^”"]*[”"]/g, ''))) return null;
  // Fragments.
  text = text
    .replace(TIME_THEN_VERB, (_, lead: string, verb: string) => `${lead} they ${verb}`)
    .replace(COMMA_FOR_AND, '$1 and $2$3');
  const shown = options.names.find((n) => text.startsWith(`${n} `));
  if (shown)
    text = text.replace(
      new RegExp(
        `^(${escapeRegExp(shown)}) (free|dead|hurt|gone|missing|bitten|wounded|captured|drunk|asleep|safe)(?=\\s(?:but|and|again|now|too)\\b|[,.!]|$)`,
        'u',
      ),
      '$1 was $2',
    );
  const words = text.split(/\s+/).length;
  const saysWho = options.names.some((n) => text.includes(n));
  if (
    before === text &&
    SUBJECTLESS.test(text) &&
    !/^(?:the|a|an|his|her|their)\b/i.test(text) &&
    !options.names.some((n) => text.startsWith(n))
  )
    text = `${options.isFirst ? 'The party' : 'They'} ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
  else if (!FINITE.test(text)) {
    const state = STATE.exec(text);
    const doing = DOING.exec(text);
    if (state) text = `${state[1]} was ${text.slice((state[1] as string).length).trim()}`;
    else if (doing) text = `${doing[1]} was ${text.slice((doing[1] as string).length).trim()}`;
    else if ((words < 3 || isRest) && !saysWho) return null;
    else if (words < 2) return null;
  }
  // "Ferry burned": a note leaves its articles out.
  if (
    wasLower &&
    FINITE.test(text.split(',')[0] as string) &&
    BARE_NOUN.test(text) &&
    !options.names.some((n) => text.startsWith(n)) &&
    !/^(?:They|The party)\b/.test(text)
  )
    text = `The ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
  text = text
    .replace(/^(They|The party) found: /, '$1 found ')
    .replace(/^Found: /i, 'They found ')
    .replace(/:\s+(?=\p{Lu}?\p{L})/gu, ': ');
  text = text.charAt(0).toUpperCase() + text.slice(1);
  return FINAL.test(text) ? text : `${text.replace(/[,;:\s]+$/, '')}.`;
};
