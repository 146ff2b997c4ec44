// Owns reading what somebody typed into the search box: words, exact phrases, exclusions, filters, and what kind of answer a
// question asks for. Anything that is not understood is a word: no typing is an error.
import { plainText, wordsOf } from '../lexicon/words.ts';

/** What kind of passage answers: a person, a place, a moment, an amount, a reason, what somebody said in the chat. */
export type AnswerCue = 'who' | 'where' | 'when' | 'amount' | 'why' | 'happened' | 'chat';

export interface ParsedQuery {
  /** The words to look for, without question words, phrases and filters; in order, lower case. */
  words: string[];
  /** The same as one text, for the vectors. */
  text: string;
  phrases: string[];
  excluded: string[];
  types: string[];
  /** Session numbers or words of a title. */
  sessions: string[];
  tags: string[];
  /** Days of the campaign. */
  days: number[];
  /** A day that was only spoken of ("what happened on Day 15"): what lies on it goes first, nothing is left out. */
  spokenDay: number | null;
  cues: AnswerCue[];
}

// What carries no meaning of its own in a question to one's own notes. Beyond Postgres's stop words.
const NOISE = new Set(
  'a an the of to in on at by for with from into about as is are was were be been being am do does did done has have had having can could will would shall should may might must i me my we us our you your he him his she her hers it its they them their this that these those there here who whom whose what which when where why how and or but if then than so not no nor any some all each every s t re ve ll d m don didn isn wasn many much again really ever just please tell show find give list got get happen happens happened going gone'.split(
    ' ',
  ),
);

/** Postgres's own largest integer: nobody's day or session is beyond. */
export const LARGEST = 2_147_483_647;

const FILTER = /(^|\s)(type|kind|session|tag|day):(?:"([^"]*)"|(\S+))/gi;

const cuesOf = (plain: string): AnswerCue[] => {
  const cues: AnswerCue[] = [];
  if (/\b(?:did (?:i|we) ask|asked (?:at|about|you)|did you (?:say|tell|answer)|you (?:said|told)|chat)\b/.test(plain))
    cues.push('chat');
  if (/\bwho(?:m|se)?\b/.test(plain)) cues.push('who');
  if (/\bwhere\b/.test(plain)) cues.push('where');
  if (/\bwhen\b|\bwhich session\b|\bwhat day\b/.test(plain)) cues.push('when');
  if (/\bhow (?:many|much|far|long|old|often|big|deep|tall)\b|\bwhat (?:price|number)\b/.test(plain))
    cues.push('amount');
  if (/\bwhy\b|\bwhat for\b|\breason\b/.test(plain)) cues.push('why');
  if (/\bwhat (?:happened|did)\b|\bhow did\b|\bdid (?:they|the|we|he|she)\b/.test(plain)) cues.push('happened');
  return cues;
};

export const parseQuery = (typed: string): ParsedQuery => {
  const query: ParsedQuery = {
    words: [],
    text: '',
    phrases: [],
    excluded: [],
    types: [],
    sessions: [],
    tags: [],
    days: [],
    spokenDay: null,
    cues: [],
  };
  let rest = typed
    .slice(0, 500)
    .replaceAll('\0', ' ')
    .replace(FILTER, (_all, before: string, name: string, quoted: string | undefined, bare: string | undefined) => {
      const values = (quoted ?? bare ?? '')
        .split(',')
        .map((v) => v.trim())
        .filter(Boolean);
      const key = name.toLowerCase();
      if (key === 'day')
        query.days.push(...values.map(Number).filter((n) => Number.isInteger(n) && n >= 0 && n <= LARGEST));
      else
        query[key === 'session' ? 'sessions' : key === 'tag' ? 'tags' : 'types'].push(
          ...values.map((v) => v.toLowerCase()),
        );
      return before;
    });
  rest = rest.replace(
    /(^|\s)-"([^"]+)"/g,
    (_all, before: string, phrase: string) => (query.excluded.push(phrase), before),
  );
  rest = rest.replace(
    /(^|\s)-([\p{L}\p{N}][^\s"]*)/gu,
    (_all, before: string, word: string) => (query.excluded.push(word), before),
  );
  rest = rest.replace(
    /["“”]([^"“”]+)["“”]/g,
    (_all, phrase: string) => (query.phrases.push(phrase.trim()), ` ${phrase} `),
  );
  rest = rest.replace(/["“”]/g, ' ');
  const plain = plainText(rest);
  query.cues = cuesOf(plain);
  const day = /\bday (\d{1,6})\b/.exec(plain);
  if (day) query.spokenDay = Number(day[1]);
  const all = wordsOf(rest);
  const meaning = all.filter((word) => !NOISE.has(word));
  // A query of nothing but small words is still a query ("The Who").
  query.words = [...new Set(meaning.length > 0 ? meaning : all)].slice(0, 24);
  query.text = meaning.join(' ');
  return query;
};
