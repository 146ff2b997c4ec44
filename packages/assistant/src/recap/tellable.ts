// Turns a line of notes into a whole sentence in the third person that can be read aloud to players, without dice,
// book-keeping and table talk. Invariant: it says nothing that the line does not say.
import { escapeRegExp, OUTLINE_LINK } from '@emberkeep/domain';
import { capitalise, lowerFirst } from '../chat/letter-case.ts';
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
  STATE_AFTER_NAME,
  SUBJECTLESS,
  TABLE_TALK,
  TIME_THEN_VERB,
} from './note-phrases.ts';

/** Names as they are spelt on screen, by how a note can spell them (lower case). */
export type Spelling = ReadonlyMap<string, string>;

export interface TellableOptions {
  spelling: Spelling;
  /** Names of the people at the table, lower case: a sentence about one of them is left out. */
  players: ReadonlySet<string>;
  /** Nothing was told yet, so that "they" would have no antecedent. */
  isFirst: boolean;
  /** Every form of a name that the note can contain. */
  names: readonly string[];
}

/** A line of a note's head, such as “Date: 3 May”: it tells of the evening, not of the story. */
const HEAD_LINE =
  /^[\s\-–—•*#>_]*(?:date|session date|played(?: on)?|session|number|location|players?|present|gm|dm)[*_]*\s*:/i;

/** Without Markdown, bullets, times, arrows and interjections; apostrophes restored. */
const withoutMarkup = (raw: string): string =>
  raw
    .replace(OUTLINE_LINK, '$1')
    .replace(/(\*\*|__|`|~~)/g, '')
    .replace(/^[\s\-–—•*#>]+/, '')
    .replace(/^\(?\d{1,2}[:.]\d{2}(?:\s*[ap]m)?\)?\s*[-–—:]?\s*/i, '')
    .replace(/^(?:day|night) \d+\s*[.:,–-]\s*/i, '')
    .replace(/^(?:in|during) (?:the )?(?:(?:last|this|first) session|session \d+)\s*[,:]?\s+/i, '')
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

/** A bracket about the game, an aside or a short one is dropped; any other is set between commas. */
const withoutBrackets = (text: string): string =>
  text
    .replace(/(?<!\s)\s*[([]([^()[\]]*)[)\]]/g, (_, inside: string) => {
      const isDropped =
        MECHANIC.test(inside) ||
        TABLE_TALK.test(inside) ||
        ASIDE.test(inside) ||
        /\d/.test(inside) ||
        inside.trim().split(/\s+/).length < 3;
      return isDropped ? '' : `, ${inside.trim()},`;
    })
    .replace(/,\s*([,.;!?])/g, '$1');

/** Without costs and results of rolls; "and" after a cost stays where a clause came before it. */
const withoutCosts = (sentence: string): string =>
  sentence
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

/**
 * What a phrase about the game still tells before or behind an "and", "but" or "so"; empty where that is too little.
 */
const restOfMechanic = (phrase: string): string => {
  const parts = phrase.split(/\s+(?=(?:and|but|so)\s)/);
  const left = parts.filter((part) => !MECHANIC.test(part));
  const rest = left
    .join(' ')
    .replace(/^(?:and|but|so)\s+/, '')
    .trim();
  if (rest.split(/\s+/).length < 3) return '';
  // The subject may have gone with the mechanic: "Sella rolled a 3 and fell in".
  const lostSubject = left[0] !== parts[0] && SUBJECTLESS.test(rest);
  const subject = lostSubject ? /^(?:\p{Lu}[\p{L}'’]+(?:\s(?=\p{Lu}))?)+/u.exec(phrase)?.[0] : undefined;
  return subject ? `${subject.trim()} ${rest}` : rest;
};

/** Phrases about the game taken out of a sentence; empty where there is nothing else in it. */
const withoutMechanics = (sentence: string): string => {
  const cleaned = withoutCosts(sentence);
  if (!MECHANIC.test(cleaned)) return cleaned;
  // Phrases at even positions, what separates them at odd ones.
  const pieces = cleaned.split(/(\s*[,;]\s+|\s+[-–—]+\s+|:\s+)/);
  let kept = '';
  let isAfterDropped = false;
  for (let i = 0; i < pieces.length; i += 2) {
    const phrase = pieces[i]!;
    if (MECHANIC.test(phrase)) {
      const rest = restOfMechanic(phrase);
      if (rest !== '') kept += kept === '' ? rest : `, ${rest}`;
      isAfterDropped = true;
      continue;
    }
    const isResult =
      isAfterDropped && /^(?:failed|success|succeeded|passed|nice|ouch|missed)\b.{0,3}$/i.test(phrase.trim());
    if (phrase.trim() !== '' && !isResult) kept += kept === '' ? phrase : `${pieces[i - 1] ?? ', '}${phrase}`;
  }
  return kept;
};

/** Without spaces before punctuation, and without punctuation that has lost its phrase. */
const tidied = (text: string): string =>
  text
    .replace(/\s+([,.;!?])/g, '$1')
    .replace(/^[\s,;:.–—-]+|[\s,;:–—-]+$/g, '')
    .replace(/,\s*(?:and|but|so)?\s*([.!?])?$/, '$1')
    .trim();

const namesPlayer = (text: string, players: ReadonlySet<string>): boolean => {
  const lower = text.toLowerCase();
  return [...players].some((player) =>
    new RegExp(`(?<![\\p{L}])${escapeRegExp(player)}(?![\\p{L}])`, 'iu').test(lower),
  );
};

/** Names in their spelling on screen. A form in mixed case was written with care and stays. */
const withSpelling = (text: string, spelling: Spelling): string => {
  let out = text;
  for (const [form, name] of [...spelling].sort((a, b) => b[0].length - a[0].length)) {
    if (form === name || form.length < 3) continue;
    const pattern = form.split(/\s+/).map(escapeRegExp).join('\\s+');
    out = out.replace(new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'giu'), (found) =>
      found === found.toLowerCase() || found === found.toUpperCase() ? name : found,
    );
  }
  return out;
};

const THIRD_PERSON: ReadonlyMap<string, string> = new Map([
  ['we', 'they'],
  ['us', 'them'],
  ['our', 'their'],
  ['ours', 'theirs'],
  ['ourselves', 'themselves'],
  ["we're", 'they are'],
  ["we've", 'they have'],
  ["we'd", 'they would'],
  ["we'll", 'they will'],
]);

/** "We" of the notes as "they"; the first one as "the party" where nobody was named before. */
const inThirdPerson = (text: string, isFirst: boolean): string => {
  let needsAntecedent = isFirst;
  return text.replace(/\b(we|us|our|ours|ourselves|we['’](?:re|ve|d|ll))\b/gi, (word, _group, at: number) => {
    const lower = word.toLowerCase().replace('’', "'");
    const isPronoun = lower === 'we' || lower === 'us';
    const out = isPronoun && needsAntecedent ? 'the party' : (THIRD_PERSON.get(lower) ?? word);
    if (isPronoun) needsAntecedent = false;
    return at === 0 ? capitalise(out) : out;
  });
};

/** Fragments with the verb or the "and" that a note leaves out: "Greta free" is "Greta was free". */
const withOmittedWords = (text: string, names: readonly string[]): string => {
  const joined = text
    .replace(TIME_THEN_VERB, (_, time: string, verb: string) => `${time} they ${verb}`)
    .replace(COMMA_FOR_AND, '$1 and $2$3');
  const name = names.find((each) => joined.startsWith(`${each} `));
  return name ? joined.replace(new RegExp(`^(${escapeRegExp(name)}) ${STATE_AFTER_NAME}`, 'u'), '$1 was $2') : joined;
};

/** A sentence without a finite verb, completed by "was"; null where it is too little to tell. */
const withVerb = (text: string, isTooLittle: boolean): string | null => {
  if (FINITE.test(text)) return text;
  const subject = (STATE.exec(text) ?? DOING.exec(text))?.[1];
  if (subject !== undefined) return `${subject} was ${text.slice(subject.length).trim()}`;
  return isTooLittle ? null : text;
};

/** "Ferry burned" is "The ferry burned". */
const withArticle = (text: string, names: readonly string[]): string => {
  const lacksArticle =
    FINITE.test(text.split(',')[0]!) &&
    BARE_NOUN.test(text) &&
    !names.some((name) => text.startsWith(name)) &&
    !/^(?:They|The party)\b/.test(text);
  return lacksArticle ? `The ${lowerFirst(text)}` : text;
};

/** A capital at the head, a mark at the end. */
const finished = (text: string): string => {
  const told = capitalise(
    text
      .replace(/^(They|The party) found: /, '$1 found ')
      .replace(/^Found: /i, 'They found ')
      .replace(/:\s+(?=\p{Lu}?\p{L})/gu, ': '),
  );
  return /[.!?…]["”’']?$/.test(told) ? told : `${told.replace(/[,;:\s]+$/, '')}.`;
};

/**
 * Only what tells something of the story, or null. `isCut`: so much was taken out that the rest may be a mere label.
 */
const storyOf = (raw: string, players: ReadonlySet<string>): { text: string; isCut: boolean } | null => {
  if (HEAD_LINE.test(raw)) return null;
  const whole = withoutBrackets(withoutMarkup(raw))
    .replace(/!{2,}/g, '!')
    .replace(/\?!|!\?|\?{2,}/g, '?')
    .replace(/\s{2,}/g, ' ')
    .trim();
  if (TABLE_TALK.test(whole) || namesPlayer(whole, players)) return null;
  const text = tidied(withoutMechanics(whole));
  if (text === '' || !/\p{L}{2}/u.test(text)) return null;
  return { text, isCut: text.length < whole.length * 0.7 };
};

/** True where somebody at the table still speaks, outside of quotation marks. */
const isFirstPerson = (text: string): boolean =>
  /\b(?:I|I['’]m|my|me|you|your)\b/.test(text.replace(/[“"][^“”"]*[”"]/g, ''));

/** A line of notes as a sentence to be told, or null where nothing of it is about the story. */
export const tellable = (raw: string, { spelling, players, isFirst, names }: TellableOptions): string | null => {
  const story = storyOf(raw, players);
  if (!story) return null;
  const spelt = withSpelling(story.text, spelling);
  const startsLower = /^\p{Ll}/u.test(spelt.replace(/^(?:and|but|so|then)\s+/i, ''));
  const noted = spelt.replace(/^(?:and|but|so|then)\s+(?=\p{L})/iu, '').replace(/^it turn(?:s|ed) out that /i, '');
  const inThird = inThirdPerson(noted, isFirst);
  if (isFirstPerson(inThird)) return null;
  let text = withOmittedWords(inThird, names);
  const wordCount = text.split(/\s+/).length;
  const lacksSubject =
    text === noted &&
    SUBJECTLESS.test(text) &&
    !/^(?:the|a|an|his|her|their)\b/i.test(text) &&
    !names.some((name) => text.startsWith(name));
  if (lacksSubject) text = `${isFirst ? 'The party' : 'They'} ${lowerFirst(text)}`;
  else {
    const isNamed = names.some((name) => text.includes(name));
    const isTooLittle = wordCount < 2 || ((wordCount < 3 || story.isCut) && !isNamed);
    const completed = withVerb(text, isTooLittle);
    if (completed === null) return null;
    text = completed;
  }
  return finished(startsLower ? withArticle(text, names) : text);
};
