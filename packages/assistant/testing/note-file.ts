// Reads the file format of labelled notes. A file holds several notes, each of them:
//
//   @@@ id | … | hand | split
//   known: k1 The Lampblacks (faction; Lampblacks) | k2 Cricket (pc)
//   ---
//   the note, whose line breaks are part of it: a paragraph stays on one line however long it is
//   %%
//   labels
import type { AnalysisInput } from '@emberkeep/domain';

/** `tune` may be looked at while rules are written; `hold` must never be. */
export type Split = 'tune' | 'hold';

export interface NoteEntry {
  /** The cells of the head line. */
  head: string[];
  known: AnalysisInput['knownEntities'];
  body: string;
  labels: string;
}

/** The trimmed pieces of a line between separators, empty ones left out. */
export const parts = (line: string, separator: string): string[] =>
  line
    .split(separator)
    .map((p) => p.trim())
    .filter(Boolean);

export const splitOf = (cell: string): Split => (cell === 'hold' ? 'hold' : 'tune');

const readKnown = (line: string): AnalysisInput['knownEntities'] =>
  parts(line.replace(/^known:/, ''), '|').flatMap((entry) => {
    const match = /^(k\d+) (.+?) \((\w+)(?:; (.+))?\)$/.exec(entry);
    return match ? [{ id: match[1]!, name: match[2]!, type: match[3]!, aliases: parts(match[4] ?? '', ',') }] : [];
  });

export const readNoteFile = (source: string): NoteEntry[] =>
  source
    .split(/^@@@ /m)
    .slice(1)
    .map((entry) => {
      const [head = '', known = '', ...rest] = entry.split('\n');
      const [body = '', labels = ''] = rest
        .join('\n')
        .replace(/^---\n/, '')
        .split(/^%%\n/m);
      return { head: parts(head, '|'), known: readKnown(known), body: body.trimEnd(), labels };
    });
