// Owns the development set of the recap: notes of many hands with what happened in each, labelled before any recap was scored,
// and the scores: facts told, admin and table talk left in, words.
import type { AnalysisInput } from '@emberkeep/domain';

export interface RecapNote {
  id: string;
  hand: string;
  /** `tune` may be looked at while rules are written; `hold` never. */
  split: 'tune' | 'hold';
  input: AnalysisInput;
  /** Words of each fact; one is told where most of its words are. */
  facts: readonly (readonly string[])[];
}

const parts = (line: string, by: string): string[] =>
  line
    .split(by)
    .map((p) => p.trim())
    .filter(Boolean);

/** The notes of one file, each headed `@@@ id | system | hand | split`. */
export const readRecapNotes = (source: string): RecapNote[] =>
  source
    .split(/^@@@ /m)
    .slice(1)
    .map((chunk) => {
      const [head = '', known = '', ...rest] = chunk.split('\n');
      const [id = '', gameSystem = '', hand = '', split = ''] = parts(head, '|');
      const [body = '', labels = ''] = rest
        .join('\n')
        .replace(/^---\n/, '')
        .split(/^%%\n/m);
      return {
        id,
        hand,
        split: split === 'hold' ? 'hold' : 'tune',
        input: {
          text: body.trimEnd(),
          gameSystem,
          stage: 'actual',
          knownEntities: parts(known.replace(/^known:/, ''), '|').flatMap((entry) => {
            const match = /^(k\d+) (.+?) \((\w+)(?:; (.+))?\)$/.exec(entry);
            return match
              ? [{ id: match[1]!, name: match[2]!, type: match[3]!, aliases: parts(match[4] ?? '', ',') }]
              : [];
          }),
        },
        facts: parts(labels.replace(/^facts:/, '').trim(), ';').map((fact) =>
          fact
            .toLowerCase()
            .split(/\s+/)
            .map((w) => w.replace(/['’]s$/, '')),
        ),
      };
    });

export const ADMIN_WORDS =
  /\b(?:xp|cp|next (?:time|session|game|week)|session \d|attendance|book-?keeping|snacks?|pizza|crisps|beers?|handouts?|players?|level(?:s|led)? up|hosts?|to do(?! with)|started \d)\b/gi;
export const TABLE_TALK =
  /\b(?:\d*d\d+|dc ?\d+|rolls?|rolled|nat(?:ural)? ?(?:20|1|one|twenty)|crit|hp|san|stress|heat|engagement|initiative|spot hidden|athletics|deception \d+|persuasion|level \d|downtime|payoff|lol|classic)\b/gi;

export interface RecapScore {
  facts: number;
  told: number;
  admin: number;
  talk: number;
  words: number;
  missed: string[];
}
const stem = (word: string): string => word.replace(/(?:ing|ed|es|s|e)$/, '');

export const scoreRecap = (note: RecapNote, recap: string): RecapScore => {
  const words = new Set((recap.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(stem));
  const isTold = (fact: readonly string[]): boolean =>
    fact.filter((w) => words.has(stem(w))).length / fact.length >= 0.6;
  return {
    facts: note.facts.length,
    told: note.facts.filter(isTold).length,
    admin: recap.match(ADMIN_WORDS)?.length ?? 0,
    talk: recap.match(TABLE_TALK)?.length ?? 0,
    words: recap.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0,
    missed: note.facts.filter((f) => !isTold(f)).map((f) => f.join(' ')),
  };
};
