// Which type of entity a linked name likely has, before the GM chooses.
import { findWikiLinks } from '@emberkeep/domain';
import { typeOf } from './name-type.ts';
import { spellingPattern } from './spelling.ts';

/** The text with every link as the name that it has. */
const withNames = (text: string): string => {
  let [named, at] = ['', 0];
  for (const { start, end, name } of findWikiLinks(text)) {
    named += text.slice(at, start) + name;
    at = end;
  }
  return named + text.slice(at);
};

/** The entity type that suggestions would give a new name in a text; the links of the text are in brackets. */
export const likelyType = (name: string, text: string): string => {
  const named = withNames(text);
  const occurrences = [...named.matchAll(spellingPattern(name, false))].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  return typeOf(name, occurrences, named).type;
};
