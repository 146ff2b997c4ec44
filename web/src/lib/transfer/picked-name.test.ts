// How an import of files names what was chosen.
import { expect, it } from 'vitest';
import { nameOf } from './file-import.svelte.ts';

const picked = (...paths: string[]) => paths.map((path) => ({ path, file: new File([''], path.split('/').at(-1)!) }));

it('one file has its name, a folder its own, and several files chosen together their count', () => {
  expect(nameOf(picked('Marn.md'))).toBe('Marn.md');
  expect(nameOf(picked('Vault/NPCs/Marn.md', 'Vault/Orte/Hafen.md'))).toBe('Vault');
  expect(nameOf(picked(...Array.from({ length: 52 }, (_, i) => `Session ${i + 1}.md`)))).toBe('52 files');
  // Two folders dropped together.
  expect(nameOf(picked('Vault/Marn.md', 'Old/Vey.md'))).toBe('2 files');
});
