// What a game system is: data and no code. A system brings names, dice conventions, templates and short entries to look
// up. Only openly licensed rules text is quoted, with attribution; everything else is in Emberkeep's own words.
import { joinContinuedLines } from '../continued-lines.ts';
import type { SceneType } from '../scene.ts';

export interface LookupEntry {
  name: string;
  text: string;
}

/** A stat block to start from. Its fields are named in the system's own terms. */
export interface StatBlock {
  role: string;
  fields: Readonly<Record<string, string | number>>;
}

/** A field of the system data of a clock or a scene. */
export interface ShapeField {
  name: string;
  input: 'text' | 'number' | 'choice';
  options?: readonly string[];
}

export interface GameSystem {
  id: string;
  name: string;
  /** The source and license of the text, shown beside every entry. */
  attribution: string;
  attributes: readonly { name: string; short: string }[];
  /** `of`: the short name of the attribute behind the skill; empty without one. */
  skills: readonly { name: string; of: string }[];
  difficulties: readonly { name: string; value: string }[];
  dice: readonly { name: string; formula: string }[];
  statBlocks: readonly StatBlock[];
  sceneHints: readonly { sceneType: SceneType; words: readonly string[]; advice: string }[];
  clockShape: readonly ShapeField[];
  sceneShape: readonly ShapeField[];
  /** The system's terms, by Emberkeep's. */
  terms: Readonly<Record<string, string>>;
  lookups: readonly LookupEntry[];
}

/** Entries as lines of "Name: text". An indented line continues the one before it. */
export const lookupLines = (text: string): LookupEntry[] =>
  joinContinuedLines(text.trim())
    .split('\n')
    .map((line) => {
      const at = line.indexOf(': ');
      return { name: line.slice(0, at).trim(), text: line.slice(at + 2).trim() };
    });

/** Skills as "Skill" or "Skill [ATTRIBUTE]". */
export const skillList = (skills: readonly string[]): { name: string; of: string }[] =>
  skills.map((skill) => {
    const match = /^(.*?)\s*\[(\w+)\]$/.exec(skill);
    return match ? { name: match[1] as string, of: match[2] as string } : { name: skill, of: '' };
  });

/** Stat blocks as lines of "role | value | value …", in the order of `names`. Whole numbers become numbers. */
export const statTable = (names: readonly string[], text: string): StatBlock[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [role = '', ...values] = line.split('|').map((cell) => cell.trim());
      return {
        role,
        fields: Object.fromEntries(
          names.map((name, i) => [name, /^-?\d+$/.test(values[i] ?? '') ? Number(values[i]) : (values[i] ?? '')]),
        ),
      };
    });
