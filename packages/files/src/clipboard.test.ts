// What other programs put on the clipboard, as it is pasted into a note (19.24).
import { describe, expect, it } from 'vitest';
import { isTextBlock, type NoteNode } from '@emberkeep/domain';
import { value } from '@emberkeep/store/testing';
import { readClipboard, readPastedNotes } from './read-note-file.ts';
import { leftOutSentence } from './left-out.ts';

const read = async (html: string, text = '') => value(await readClipboard({ html, text }));

/** A note in one line: `h2(…)`, `-(…)` and `1(…)` for lists, `/` for a line break, `*` around bold words. */
const shortly = (nodes: readonly NoteNode[]): string => nodes.map(sign).join(' ');
const sign = (node: NoteNode): string => {
  const inner = shortly(node.content ?? []);
  switch (node.type) {
    case 'text':
      return node.marks?.some((mark) => mark.type === 'bold') ? `*${node.text}*` : (node.text ?? '');
    case 'hardBreak':
      return '/';
    case 'heading':
      return `h${String(node.attrs?.['level'])}(${inner})`;
    case 'bulletList':
      return `-(${inner})`;
    case 'orderedList':
      return `${String(node.attrs?.['start'] ?? 1)}(${inner})`;
    case 'listItem':
      return `[${inner}]`;
    default:
      return isTextBlock(node) ? inner : `${node.type}(${inner})`;
  }
};

const word = (sign_: string, words: string, level: number, list = 'l0'): string =>
  `<p class=MsoListParagraphCxSpMiddle style='margin-left:${level * 36}.0pt;text-indent:-18.0pt;mso-list:${list} level${level} lfo1'>` +
  `<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>${sign_}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>${words}<o:p></o:p></p>\n`;

describe('lists of word processors', () => {
  it('of Word are lists, numbered ones too, with their levels', async () => {
    const html =
      `<html><head><style><!-- p.MsoNormal {margin:0} --></style></head><body><!--StartFragment--><h2>The mill<o:p></o:p></h2>\n` +
      `${word('·', 'flour', 1)}${word('o', 'with weevils', 2)}${word('§', 'many', 3)}${word('·', 'rats', 1)}` +
      `<p class=MsoNormal>Then:<o:p></o:p></p>${word('3.', 'bribe', 1, 'l1')}${word('4.', 'run', 1, 'l1')}<!--EndFragment--></body></html>`;
    expect(shortly((await read(html)).nodes)).toBe(
      'h2(The mill) -([flour -([with weevils -([many])])] [rats]) Then: 3([bribe] [run])',
    );
  });

  it('of a page that Word saved without its own marks', async () => {
    const item = (mark: string, words: string, indent: string): string =>
      `<p class=MsoListParagraph style='margin-left:${indent};text-indent:-.25in'><span style='font-family:Symbol'>${mark}<span>&nbsp;&nbsp;&nbsp; </span></span>${words}</p>`;
    expect(shortly((await read(item('·', 'flour', '.5in') + item('o', 'weevils', '1.0in'))).nodes)).toBe(
      '-([flour -([weevils])])',
    );
  });

  it('of Google Docs keep their levels, copied or downloaded', async () => {
    const copied = (level: number, words: string): string =>
      `<ul style="margin-top:0;margin-bottom:0;"><li dir="ltr" aria-level="${level}"><p dir="ltr" role="presentation"><span>${words}</span></p></li></ul>`;
    expect(shortly((await read(copied(1, 'key') + copied(2, 'under the mat') + copied(1, 'door'))).nodes)).toBe(
      '-([key -([under the mat])] [door])',
    );
    const saved = (level: number, words: string): string =>
      `<ul class="c3 lst-kix_ab12-${level} start"><li class="c1 li-bullet-0"><span>${words}</span></li></ul>`;
    expect(
      shortly((await read(`${saved(0, 'key')} ${saved(1, 'mat')} ${saved(2, 'dust')} ${saved(0, 'door')}`)).nodes),
    ).toBe('-([key -([mat -([dust])])] [door])');
  });

  it('of Word online, which boxes every item', async () => {
    const item = (level: number, words: string): string =>
      `<div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1"><li data-aria-level="${level}"><p><span>${words}</span></p></li></ul></div>`;
    expect(shortly((await read(item(1, 'key') + item(2, 'mat') + item(1, 'door'))).nodes)).toBe(
      '-([key -([mat])] [door])',
    );
  });
});

describe('lines', () => {
  it('that are blocks without space are lines; a blank one ends the paragraph', async () => {
    const html = '<div>Nan waits.</div><div>She has the key.</div><div><br></div><div>Day 2: <b>rain</b></div>';
    expect(shortly((await read(html)).nodes)).toBe('Nan waits. / She has the key. Day 2:  *rain*');
  });

  it('of plain text keep their breaks, and blank lines part paragraphs', async () => {
    expect(shortly((await read('', 'Nan waits.\r\nShe has the key.\r\n\r\n\r\nDay 2')).nodes)).toBe(
      'Nan waits. / She has the key. Day 2',
    );
  });

  it('of Markdown with points in groups are a list for each group', async () => {
    expect(shortly(value(await readPastedNotes('- a\n- b\n\n- c\n- d')).nodes)).toBe('-([a] [b]) -([c] [d])');
    expect(shortly(value(await readPastedNotes('- a\n\n- b\n\n- c')).nodes)).toBe('-([a] [b] [c])');
    expect(shortly(value(await readPastedNotes('1. a\n2. b\n\n3. c\n4. d')).nodes)).toBe('1([a] [b]) 3([c] [d])');
  });

  it('of Markdown source from a code editor are Markdown, however it was coloured', async () => {
    const html = `<meta charset='utf-8'><div style="font-family: Menlo, monospace;"><div><span style="font-weight:bold"># The mill</span></div><div>- flour</div></div>`;
    expect(shortly((await read(html, '# The mill\n- flour')).nodes)).toBe('h1(The mill) -([flour])');
  });

  it('of a page with its own headings and bold words stay what the page says', async () => {
    const html = '<h3>1. The mill</h3><p>- <b>flour</b></p>';
    expect(shortly((await read(html, '1. The mill\n\n- flour')).nodes)).toBe('h3(1. The mill) -  *flour*');
  });
});

describe('what a note cannot hold', () => {
  it('is counted and said', async () => {
    const { nodes, leftOut } = await read(
      '<p>The map:</p><img src="https://maps.test/mill.png" alt="The mill"><img src="data:image/png;base64,AA"><svg><title>a</title></svg><iframe src="https://x.test"></iframe><img alt="🗺️" src="x.png"><img width="1" src="t.gif">',
    );
    expect(leftOut).toEqual({ pictures: 3, media: 1 });
    expect(leftOutSentence(leftOut)).toBe(
      'Left out: 3 pictures and 1 video or embed. To add a picture, save it and choose it in the note.',
    );
    expect(leftOutSentence({ pictures: 0, media: 2 })).toBe('Left out: 2 videos or embeds.');
    expect(shortly(nodes)).toContain('The map: ![The mill](https://maps.test/mill.png)');
    expect(shortly(nodes)).toContain('🗺️');
  });

  it('is said of a picture alone, which leaves no words', async () => {
    expect(await read('<meta charset="utf-8"><img src="blob:https://app.test/1">')).toEqual({
      nodes: [],
      leftOut: { pictures: 1, media: 0 },
    });
    expect(await readClipboard({ html: '<p> </p>', text: '' })).toMatchObject({ error: { type: 'EmptyFile' } });
  });

  it('turns a table within a table into lines', async () => {
    const html = '<table><tr><td>who</td><td><table><tr><td>Nan</td><td>key</td></tr></table></td></tr></table>';
    expect(shortly((await read(html)).nodes)).toBe('table(tableRow(tableCell(who) tableCell(Nan  |  key)))');
  });
});
