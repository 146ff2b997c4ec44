// Notes that are pasted read as they were written (19.24): the rules find the same scenes in the note as in the text
// that they are scored on, from whatever program it was copied.
import { describe, expect, it } from 'vitest';
import { analyse } from '@emberkeep/assistant';
import { labelledNotes } from '../../assistant/testing/node/labelled-sets.ts';
import { noteOutline, type AnalysisInput } from '@emberkeep/domain';
import { readClipboard, type Clipboard } from '@emberkeep/files';

const escapeHtml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** Letters and digits only: what is before a scene says where it begins, whatever its layout. */
const lettersOf = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '');

const sceneStarts = (input: AnalysisInput, text: string): string[] =>
  analyse({ ...input, text })
    .filter((item) => item.type === 'scene_suggestion')
    .map(
      (item) => `${lettersOf(text.slice(0, item.start)).length} ${lettersOf(text.slice(item.start, item.end)).length}`,
    );

const lines = (text: string, written: (line: string) => string): string => text.split('\n').map(written).join('');

const PROGRAMS: Readonly<Record<string, (text: string) => Clipboard>> = {
  'a text editor': (text) => ({ html: '', text }),
  'a text editor on Windows': (text) => ({ html: '', text: text.replace(/\n/g, '\r\n') }),
  'a mail': (text) => ({
    html: lines(text, (line) => `<div dir="ltr">${escapeHtml(line) || '<br>'}</div>`),
    text,
  }),
  'Google Docs': (text) => ({
    html: `<meta charset="utf-8"><b style="font-weight:normal;">${lines(text, (line) =>
      line.trim() === ''
        ? '<br />'
        : `<p dir="ltr" style="line-height:1.38;margin-top:0pt;margin-bottom:0pt;"><span>${escapeHtml(line)}</span></p>`,
    )}</b>`,
    text,
  }),
  'a code editor': (text) => ({
    html: `<meta charset='utf-8'><div style="font-family: 'Fira Code', monospace;">${lines(text, (line) =>
      line === '' ? '<br>' : `<div><span style="font-weight: bold;">${escapeHtml(line)}</span></div>`,
    )}</div>`,
    text,
  }),
};

describe('the scenes of a pasted note', () => {
  it.each(Object.entries(PROGRAMS))('from %s are those of its text', async (_, copy) => {
    const different: string[] = [];
    for (const { id, input } of labelledNotes()) {
      const read = await readClipboard(copy(input.text));
      expect(read.ok, id).toBe(true);
      const outline = read.ok ? noteOutline(read.value.nodes) : '';
      if (`${sceneStarts(input, outline)}` !== `${sceneStarts(input, input.text)}`) different.push(id);
    }
    expect(different).toEqual([]);
  });
});
