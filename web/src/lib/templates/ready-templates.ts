// The templates for sessions that come with the app, in our own words (CC BY 4.0): sections of a Markdown file.
import { SCENE_TYPES, type NoteNode } from '@emberkeep/domain';
import type { NewSessionTemplate } from '@emberkeep/store';

type ReadNote = (markdown: string) => NoteNode[];

/** The words that the file has for its parts. */
const PART = {
  type: 'type',
  objective: 'objective',
  brief: 'brief',
  objectives: 'objectives',
  about: 'about',
  notes: 'notes',
};

/** What stands behind a word and a colon at the start of a line. */
const fieldIn = (text: string, name: string): string =>
  new RegExp(`^${name}: (.*)$`, 'm').exec(text)?.[1]?.trim() ?? '';

/** The sections of a text below headings of one level, by their headings. */
const sectionsOf = (text: string, mark: '#' | '##'): { heading: string; text: string }[] =>
  text
    .split(new RegExp(`^${mark} `, 'm'))
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      return { heading: heading.trim(), text: lines.join('\n') };
    });

const readTemplate = (name: string, text: string, readNote: ReadNote): NewSessionTemplate => {
  const parts = sectionsOf(text, '##');
  const partOf = (heading: string): string => parts.find((part) => part.heading === heading)?.text ?? '';
  const scenes = parts.flatMap(({ heading, text: words }) => {
    const title = /^scene: (.+)$/.exec(heading)?.[1];
    if (!title) return [];
    const sceneType = SCENE_TYPES.find((type) => type === fieldIn(words, PART.type)) ?? 'other';
    return [{ title, sceneType, objective: fieldIn(words, PART.objective), brief: fieldIn(words, PART.brief) }];
  });
  const plannedObjectives = [...partOf(PART.objectives).matchAll(/^- (.+)$/gm)].map(([, objective]) =>
    objective!.trim(),
  );
  return {
    name,
    about: fieldIn(text, PART.about),
    values: { plannedObjectives },
    notes: readNote(partOf(PART.notes)),
    scenes,
  };
};

/** The templates of a file. What stands above its first heading is about the file. */
export const readTemplates = (markdown: string, readNote: ReadNote): NewSessionTemplate[] =>
  sectionsOf(markdown, '#').map(({ heading, text }) => readTemplate(heading, text, readNote));

/** Rejects where they cannot be fetched. */
export const loadReadyTemplates = async (): Promise<NewSessionTemplate[]> => {
  const [{ default: markdown }, { markdownToNote }] = await Promise.all([
    import('./ready/sessions.md?raw'),
    import('@emberkeep/files'),
  ]);
  return readTemplates(markdown, markdownToNote);
};
