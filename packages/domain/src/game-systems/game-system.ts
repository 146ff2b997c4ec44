// Owns what a game system is here: data and no code. A system brings names, dice conventions, templates and short entries to
// look up; only openly licensed rules text is quoted, with attribution, everything else is in our own words.
import type { SceneType } from '../scene.ts';

export interface LookupEntry {
  name: string;
  text: string;
}

/** A stat block to start from, by role; fields in the system's own words. */
export interface StatBlock {
  role: string;
  fields: Readonly<Record<string, string | number>>;
}

/** A field of `system_data` on a clock or a scene. */
export interface ShapeField {
  name: string;
  input: 'text' | 'number' | 'choice';
  options?: readonly string[];
}

export interface GameSystem {
  id: string;
  name: string;
  /** Where the words come from, as their licence asks to be told; shown beside every entry. */
  attribution: string;
  attributes: readonly { name: string; short: string }[];
  /** `of`: the attribute behind a skill, empty where there is none. */
  skills: readonly { name: string; of: string }[];
  difficulties: readonly { name: string; value: string }[];
  dice: readonly { name: string; formula: string }[];
  statBlocks: readonly StatBlock[];
  sceneHints: readonly { sceneType: SceneType; words: readonly string[]; advice: string }[];
  clockShape: readonly ShapeField[];
  sceneShape: readonly ShapeField[];
  /** The system's word for ours. */
  terms: Readonly<Record<string, string>>;
  lookups: readonly LookupEntry[];
}

/** "Name: text", one a line. */
export const lookupLines = (text: string): LookupEntry[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const at = line.indexOf(': ');
      return { name: line.slice(0, at).trim(), text: line.slice(at + 2).trim() };
    });

/** "Skill, Skill (Attribute), …": a skill without a bracket has no attribute behind it. */
export const skillList = (text: string): { name: string; of: string }[] =>
  text
    .trim()
    .split(/,\s*/)
    .map((part) => {
      const match = /^(.*?)\s*\[(\w+)\]$/.exec(part.trim());
      return match ? { name: match[1] as string, of: match[2] as string } : { name: part.trim(), of: '' };
    });

/** Rows of "role | value | value …" under the given field names; whole numbers become numbers. */
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
