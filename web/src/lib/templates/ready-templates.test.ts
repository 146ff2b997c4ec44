// The ready-made templates are read whole: names, objectives, notes and scenes.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { noteLines } from '@emberkeep/domain';
import { markdownToNote } from '@emberkeep/files';
import { readTemplates } from './ready-templates.ts';

it('every ready-made template has words for each of its parts', () => {
  const file = fileURLToPath(new URL('./ready/sessions.md', import.meta.url));
  const templates = readTemplates(readFileSync(file, 'utf8'), markdownToNote);
  expect(templates.map(({ name }) => name)).toEqual(['Session zero', 'One-shot']);
  for (const { about, values, notes, scenes } of templates) {
    expect(about).not.toBe('');
    expect(values?.['plannedObjectives']).toHaveLength(3);
    expect(noteLines(notes ?? []).length).toBeGreaterThan(5);
    expect(scenes).toHaveLength(4);
    for (const scene of scenes ?? []) expect(Object.values(scene)).not.toContain('');
  }
});
