// Reads the development set of the analysis: notes in many styles with labels that were given before anything was
// scored.
import type { AnalysisInput, SceneType, Tone } from '@emberkeep/domain';
import { parts, readNoteFile, splitOf, type Split } from './note-file.ts';

export interface Labels {
  scenes: { start: number; end: number; type: SceneType }[];
  mentions: { start: number; end: number; id: string }[];
  entities: { name: string; type: string }[];
  relationships: { source: string; target: string; type: string; tone: Tone }[];
  logEntries: { entity: string; keywords: string[] }[];
}

export interface LabelledNote {
  id: string;
  /** The style of the note, such as "one block of prose". */
  hand: string;
  split: Split;
  input: AnalysisInput;
  labels: Labels;
}

/** Takes the marks out of a note: `§type§` begins a scene, `§-§` ends the last one, `{id|words}` is a known mention. */
const readMarkedText = (marked: string): Pick<Labels, 'scenes' | 'mentions'> & { text: string } => {
  let text = '';
  const scenes: Labels['scenes'] = [];
  const mentions: Labels['mentions'] = [];
  const endLastScene = (): void => {
    const last = scenes.at(-1);
    if (last && last.end === -1) last.end = text.trimEnd().length;
  };
  for (const piece of marked.split(/(§[a-z_-]+§|\{k\d+\|[^}]+\})/)) {
    const scene = /^§([a-z_-]+)§$/.exec(piece);
    const mention = /^\{(k\d+)\|([^}]+)\}$/.exec(piece);
    if (scene) {
      endLastScene();
      if (scene[1] !== '-') scenes.push({ start: text.length, end: -1, type: scene[1] as SceneType });
    } else if (mention) {
      mentions.push({ start: text.length, end: text.length + mention[2]!.length, id: mention[1]! });
      text += mention[2]!;
    } else text += piece;
  }
  endLastScene();
  return { text, scenes, mentions };
};

/** The lines `new:`, `ties:` and `log:` of a note's labels; each holds rows parted by semicolons. */
const readLabelLines = (labels: string): Omit<Labels, 'scenes' | 'mentions'> => {
  const lines = new Map(
    labels.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
  );
  const rows = (name: string): string[][] =>
    parts(lines.get(name) ?? '', ';').map((row) => row.split(/ [:>] /).map((p) => p.trim()));
  return {
    entities: rows('new').map(([name = '', type = '']) => ({ name, type })),
    relationships: rows('ties').map(([source = '', target = '', type = '', tone = 'neutral']) => ({
      source,
      target,
      type,
      tone: tone as Tone,
    })),
    logEntries: rows('log').map(([entity = '', words = '']) => ({
      entity,
      keywords: words
        .toLowerCase()
        .split(/[^\p{L}\p{N}']+/u)
        .filter((w) => w.length > 3),
    })),
  };
};

/** The notes of one file, each headed `@@@ id | stage | hand | split`. */
export const readLabelledNotes = (source: string, gameSystem: string): LabelledNote[] =>
  readNoteFile(source).map(({ head: [id = '', stage = '', hand = '', split = ''], known, body, labels }) => {
    const { text, scenes, mentions } = readMarkedText(body);
    return {
      id,
      hand,
      split: splitOf(split),
      input: { text, gameSystem, stage: stage === 'actual' ? 'actual' : 'prep', knownEntities: known },
      labels: { scenes, mentions, ...readLabelLines(labels) },
    };
  });
