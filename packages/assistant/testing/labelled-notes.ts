// Owns reading the development set: notes in many hands with the labels that their author gave them before anything was
// scored. Marks in the text: `§type§` begins a scene, `§-§` ends the last one, `{id|words}` names somebody known.
import type { AnalysisInput, SceneType, Tone } from '@emberkeep/domain';

export interface Labels {
  scenes: { start: number; end: number; type: SceneType }[];
  mentions: { start: number; end: number; id: string }[];
  entities: { name: string; type: string }[];
  relationships: { source: string; target: string; type: string; tone: Tone }[];
  logEntries: { entity: string; keywords: string[] }[];
}

export interface LabelledNote {
  id: string;
  hand: string;
  /** `tune` may be looked at while rules are written; `hold` never. */
  split: 'tune' | 'hold';
  input: AnalysisInput;
  labels: Labels;
}

const parts = (line: string, by: string): string[] =>
  line
    .split(by)
    .map((p) => p.trim())
    .filter(Boolean);

const readText = (marked: string): Pick<Labels, 'scenes' | 'mentions'> & { text: string } => {
  let text = '';
  const scenes: Labels['scenes'] = [];
  const mentions: Labels['mentions'] = [];
  const endLast = (): void => {
    const last = scenes.at(-1);
    if (last && last.end === -1) last.end = text.trimEnd().length;
  };
  for (const piece of marked.split(/(§[a-z_-]+§|\{k\d+\|[^}]+\})/)) {
    const scene = /^§([a-z_-]+)§$/.exec(piece);
    const mention = /^\{(k\d+)\|([^}]+)\}$/.exec(piece);
    if (scene) {
      endLast();
      if (scene[1] !== '-') scenes.push({ start: text.length, end: -1, type: scene[1] as SceneType });
    } else if (mention) {
      mentions.push({ start: text.length, end: text.length + mention[2]!.length, id: mention[1]! });
      text += mention[2]!;
    } else text += piece;
  }
  endLast();
  return { text, scenes, mentions };
};

/** The notes of one file, each headed `@@@ id | stage | hand | split`. */
export const readLabelledNotes = (source: string, gameSystem: string): LabelledNote[] =>
  source
    .split(/^@@@ /m)
    .slice(1)
    .map((chunk) => {
      const [head = '', known = '', ...rest] = chunk.split('\n');
      const [id = '', stage = '', hand = '', split = ''] = parts(head, '|');
      const [body = '', labelText = ''] = rest
        .join('\n')
        .replace(/^---\n/, '')
        .split(/^%%\n/m);
      const { text, scenes, mentions } = readText(body.trimEnd());
      const lines = new Map(
        labelText.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
      );
      const rows = (name: string): string[][] =>
        parts(lines.get(name) ?? '', ';').map((row) => row.split(/ [:>] /).map((p) => p.trim()));
      return {
        id,
        hand,
        split: split === 'hold' ? 'hold' : 'tune',
        input: {
          text,
          gameSystem,
          stage: stage === 'actual' ? 'actual' : 'prep',
          knownEntities: parts(known.replace(/^known:/, ''), '|').flatMap((entry) => {
            const match = /^(k\d+) (.+?) \((\w+)(?:; (.+))?\)$/.exec(entry);
            return match
              ? [{ id: match[1]!, name: match[2]!, type: match[3]!, aliases: parts(match[4] ?? '', ',') }]
              : [];
          }),
        },
        labels: {
          scenes,
          mentions,
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
        },
      };
    });
