// Secrets of a vault in every form that authors write them in: none is seen by players, and no word is lost.
import { describe, expect, it } from 'vitest';
import { noteLines } from '@emberkeep/domain';
import { costMs } from '@emberkeep/domain/testing/node';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import { derivedId } from '@emberkeep/store';
import { createReader, file } from '../../testing/import-files.ts';
import { splitSecrets } from './vault-secrets.ts';

const { read } = createReader(derivedId);

/** The words of one imported note, for players and for the GM. */
const imported = async (body: string, path = 'NPCs/Vane.md'): Promise<{ open: string; gm: string }> => {
  const [thing] = (await read([file(path, body)], 'table')).things;
  const words = (name: string): string => noteLines(thing?.texts[name] ?? []).join('\n');
  return { open: words('description'), gm: words('gm_notes') };
};

/** Each form with the words that are secret in it, as S1, S2 and so on. */
const FORMS: Readonly<Record<string, string>> = {
  'a callout': '> [!secret] S1\n> S2',
  'a callout behind a sign that nobody sees': '> \u200b[!secret] S1\n> S2',
  'a callout behind such a sign before its mark': '\u200b> [!secret] S1\n> S2',
  'a callout in fullwidth signs': '> ［！secret］ S1\n> S2',
  'a folded callout with a title and options': '> [!gm|wide]- S1\n> S2\n>\n> S3',
  'a callout in a callout': '> [!secret]\n> S1\n> > [!note] S2\n> > S3\n> S4',
  'a secret callout in an open one': '> [!note] Seen\n> > [!secret] S1\n> > S2',
  'a secret callout after an open one in the same quote': '> [!note] Seen\n> [!secret] S1\n> S2\n> [!note] S3',
  'a callout whose last lines have no quote mark': '> [!secret]\n> S1\nS2\nS3',
  'a code fence in a callout': '> [!secret]\n> ```js\n> S1\n>\n> S2\n> ```\n> S3',
  'a fence that is not closed in a callout': '> [!secret]\n> ```\n> S1\n> S2',
  'a callout in a list': '- Seen\n  > [!secret] S1\n  > S2\n- Seen too',
  'a callout that starts a list item': '- > [!dm-only] S1\n  > S2\n',
  'a callout of an unknown type': '> [!keeper notes] S1\n> S2',
  'a callout that is damaged': '> [!secret S1\n> S2',
  'a callout without a quote': '[!secret] S1\nS2',
  'an escaped callout': '> \\[!secret] S1\n> S2',
  'a comment': 'Seen %%S1%% seen',
  'a comment of several blocks': '%%\nS1\n\n# S2\n\n- S3\n%%',
  'a comment around a fence': '%%\nS1\n```\nS2\n```\nS3\n%%',
  'a comment around a fence that is not closed': '%%\nS1\n```\nS2\n%%\n\nSeen\n\n%%S3%%',
  'a comment in a quote': '> Seen\n> %%S1\n> S2%%\n> seen',
  'a comment that is not closed': '%% S1\n\nS2',
  'a comment after a fence in a quote': '> ```\n> seen\n\n%%S1%%',
  'a comment after code with a mark': '`%%` S1 %% S2 %%',
  'a mark in indented code before a comment': 'Seen\n\n    %% S1\n\n%% S2 %%',
  'comments in a diagram': '```mermaid\ngraph TD\n%% S1\n```',
  'a comment in HTML': 'Seen <!-- S1 --> seen',
  'a comment in HTML over blocks': '<!--\nS1\n\n```\nS2\n-->',
  'a comment in HTML that is not closed': 'Seen\n\nx <!-- S1\n\nS2',
  'a comment in a comment in HTML': '<!-- %% S1 -->\n\n<!-- S2 %% -->',
  'a hidden element': 'Seen <span class="gm">S1</span> seen',
  'a hidden element over blocks': '<div class="secret">\n\nS1\n\n<div>S2</div>\n\nS3\n\n</div>',
  'an element that is not displayed': '<p style="display: none">S1</p>',
  'an element that no reader shows': '<template>S1</template>\n\n<script>S2</script>\n\n<?note S3 ?>',
  'a link definition as a comment': '[//]: # (S1)\n[comment]: # "S2"\n\n[unused]: <> (S3)',
  'a hidden block of another program': ':::secret\nS1\n:::\n\n{{secret,wide S2}}',
  'a callout after a quote in the quote': '> [!note] Seen\n> > [!info] seen\n> [!dm]\n>\n> S1\n>\n> ```\n> S2\n> ```',
  'a callout after an inner callout': '> [!note] Seen\n> > [!secret]\n> > S1\n> [!secret]- S2\n> - a\n>   - S3',
  'an admonition': '```ad-secret\ntitle: S1\nS2\n```',
  'a section under a heading': '## GM Notes\nS1\n\n### More\n\nS2\n\n## After\n\nSeen',
  'a section to the end': '# The DM_only part\n\nS1\n\n- S2',
  'code of a secret kind': '```gm-notes\nS1\n```\n\n~~~secret\nS2\n~~~',
  'code that a plugin shows as something else':
    '```dataviewjs\nS1\n```\n\n```statblock\nname: S2\n```\n\n```leaflet\nS3\n```',
  'a template': 'Seen <% S1 %> seen',
  'a declaration of HTML': 'Seen\n\n<![CDATA[ S1 ]]>\n\n<!S2 >',
  'an element that is too faint to see':
    '<span style="opacity:0">S1</span> <b style="font-size: 0px">S2</b> <i style="color:transparent">S3</i>',
  'a hidden element with a mark in quotes': '<div title="a>b" class="secret">S1</div>',
  'a callout behind a hard blank': '>\u00a0[!secret] S1\n>\u00a0S2',
  'a callout in a footnote': 'Seen[^1]\n\n[^1]: > [!secret] S1',
  'a footnote that nothing names': '[^gm]: S1',
  'a folded part for the GM': '<details><summary>GM only</summary>\n\nS1\n\n</details>',
  'a paragraph with a label': 'GM: S1\n\n**Secret:** S2\n\n(DM note:: S3)',
  'a labelled item of a list': '- **GM only:** S1\n- Seen',
  'a file behind a reference': '[seen][r]\n\n[r]: S1.md "S2"',
  'a spoiler': 'Seen ||S1|| seen ||S2\nS3||',
  'a spoiler of several lines in a quote': '> Seen ||S1\n> S2|| seen',
  'a spoiler that is not closed': 'Seen\n\nx ||S1\nS2\n\nSeen too',
  'a spoiler with marks in it': 'Seen ||**S1** `S2` [S3](https://a.example)|| seen',
  'a spoiler of another forum': 'Seen >!S1!< seen\n\n>! S2\n>! S3',
  'a spoiler in a cell': '| a | b |\n|---|---|\n| seen | ||S1|| |',
  'a paragraph with a tag': 'S1 #gm\n\nS2 #secret/plot S3\n\n#dm-only S4\n\n(#GMonly) S5\n\n#Seen #npc',
  'an item with a tag, and what is below it': '- S1 #gm\n  - S2\n\n  S3\n- Seen\n- [ ] S4 #hidden\n  1. S5',
  'an item with a label, and what is below it': '* **GM:** S1\n  * S2\n    S3\n* Seen',
  'a comment of many marks': '%%%% S1 %%%%',
  'an admonition of an unknown type': '````ad-keeper\nS1\n```\nS2\n```\n````',
};

describe('secrets of an imported vault', () => {
  it.each(Object.entries(FORMS))('%s is the GM’s, whole', async (_, body) => {
    const { open, gm } = await imported(`Before\n\n${body}\n`);
    expect(open).not.toMatch(/S\d/);
    expect(open).toContain('Before');
    for (const secret of body.match(/S\d/g) ?? []) expect(gm).toContain(secret);
  });

  it('what follows a secret is open again', async () => {
    for (const body of [
      '> [!secret]\n> S1\n\nAfter',
      '%%S1%%\n\nAfter',
      '%%\n```\nS1\n%%\n\nAfter',
      '<div class="gm"><div>S1</div></div>\n\nAfter',
      '```ad-secret\nS1\n```\n\nAfter',
      '- > [!gm] S1\n\nAfter',
    ])
      expect((await imported(body)).open, body).toMatch(/After$/);
  });

  it('open callouts and code without marks stay open', async () => {
    const { open, gm } = await imported('> [!info] Look\n> Seen\n\n```\n> [!secret] code\n```\n\n`code`');
    expect(open).toContain('Look');
    expect(open).toContain('> [!secret] code');
    expect(gm).toBe('');
  });

  it('front matter that cannot be read, and our own note that cannot, are the GM’s with all that follows', async () => {
    expect((await imported('---\nsecret: [S1\n---\nS2')).open).toBe('');
    expect(
      (await imported('%% emberkeep description headed %%\nSeen\n\n%% emberkeep gm_notes headed %%\nS1')).open,
    ).toBe('');
  });

  it('a note that its author keeps from readers is the GM’s, whole', async () => {
    for (const front of ['publish: false', 'dg-publish: "no"', 'private: true', 'secret: yes', 'tags: [gm/plot]'])
      expect(await imported(`---\n${front}\n---\nS1`), front).toEqual({ open: '', gm: 'S1' });
    const { things } = await read([file('GM only/Vane.md', 'S1'), file('NPCs/Hidden Valley.md', 'Seen')], 'table');
    expect(things.map(({ name, texts }) => [name, (texts['description'] ?? []).length])).toEqual([
      ['Vane', 0],
      ['Hidden Valley', 1],
    ]);
    expect(await imported('S1', 'NPCs/Vane (DM notes).md')).toEqual({ open: '', gm: 'S1' });
    expect(await imported('---\npublish: true\n---\nSeen')).toEqual({ open: 'Seen', gm: '' });
  });

  it('a note with a line of tags of which one says secret is the GM’s, whole', async () => {
    expect(await imported('S1\n\n#npc #gm/plot\n\nS2')).toEqual({ open: '', gm: expect.stringMatching(/S1[^]*S2/) });
    const { open } = await imported('Seen #npc #gmail #secretary\n\n#hiddenvalley');
    expect(open).toContain('Seen');
    expect(open).toContain('#hiddenvalley');
  });

  it('two bars in code, in an empty cell and at the end of a row are no secret without a reason', async () => {
    const code = 'Seen `a || b`\n\n```js\nif (a || b) seen();\n```\n\n> ![seen](https://a.example/x.png)\n\nAfter';
    const { open, gm } = await imported(code);
    expect(open).toContain('a || b');
    expect(open).toContain('if (a || b) seen();');
    expect(open).toContain('After');
    expect(gm).not.toContain('seen()');
  });

  it.each([
    '[Seen](obsidian://open?file=S1)',
    '[Seen](<file:///home/S1 a.md>)',
    '[Seen](S1.pdf "S2")',
    '[Seen](S1/S2.canvas#S3)',
    '[Seen](/S1)',
    '[Seen](#S1)',
    '[Seen][r]\n\n[r]: obsidian://S1',
    'Seen <obsidian://S1>',
    'Seen obsidian://open?file=S1',
    'Seen <a href="notes/S1.md" title="S2">x</a>',
    '<p data-x="S1">\n\nSeen',
  ])('%s: the address of a link that is not in the web is the GM’s', async (body) => {
    const { open, gm } = await imported(body);
    expect(open).toContain('Seen');
    expect(open).not.toMatch(/S\d/);
    for (const secret of body.match(/S\d/g) ?? []) expect(gm).toContain(secret);
  });

  it('names and descriptions of pictures are the GM’s', async () => {
    const { open, gm } = await imported('![[maps/S1.png]] Seen ![S2](S3.png)');
    expect(open).toBe('(picture) Seen (picture)');
    expect(gm).toContain('S1.png, S3.png');
  });

  it('a hidden section of an HTML note is the GM’s', async () => {
    const { open, gm } = await imported('<p>Seen</p><section class="secret"><p>S1</p></section>', 'NPCs/Vane.html');
    expect([open, gm]).toEqual(['Seen', 'S1']);
  });

  it('is fast on text that was made to be slow', async () => {
    for (const body of [
      '> '.repeat(20_000),
      '>'.repeat(20_000),
      '- '.repeat(20_000),
      '%%`'.repeat(20_000),
      '<a secret '.repeat(20_000),
      '> [!x]\n\n'.repeat(2000),
      '[!x\n\n'.repeat(2000),
      '<!--'.repeat(20_000),
      '<i hidden></i>'.repeat(5000),
    ]) {
      expect(await costMs(() => splitSecrets(body)), body.slice(0, 12)).toBeLessThan(10_000);
    }
  }, 600_000);
});

/** Headings of a section, as authors and other programs write them. `WORDS`: the title. */
const HEADINGS: readonly string[] = [
  ...[
    '# WORDS',
    '###### WORDS ######',
    '  ## WORDS',
    'WORDS\n===',
    'WORDS\n---',
    '##WORDS',
    '##\u00a0WORDS',
    '＃ WORDS',
  ],
  ...[
    '\\## WORDS',
    '\u200b## WORDS',
    '#\u200b# WORDS',
    'WORDS\n\u200b===',
    'WORDS\n———',
    '**WORDS**',
    '\u200b**WORDS**',
  ],
  ...['<h2>WORDS</h2>', '<H4>WORDS</H4>', '<h1 class="big" id=a>WORDS</h1>', '<h3\n  class="a>b"\n>\nWORDS\n</h3>'],
  ...['<h2>\n\nWORDS\n\n</h2>', '<h2>WORDS', '<h2 >WORDS</h2 >', '<h2><b>WORDS</b></h2>', '<h2><a href="x">WORDS</a>'],
  ...[
    '<h5 align=a"b>WORDS</h5>',
    '<h2/>WORDS</h2>',
    '<h\u200b2>WORDS</h2>',
    '&lt;h2&gt;WORDS&lt;/h2&gt;',
    '\\<h2>WORDS</h2>',
  ],
  ...['Seen <h2>WORDS</h2>', '<div><h2>WORDS</h2></div>', '<p>Seen</p><h6>WORDS</h6>', '- <h2>WORDS</h2>'],
  ...[
    '<div role="heading">WORDS</div>',
    '<b>WORDS</b>',
    '<strong>WORDS</strong>:',
    '<p><b>WORDS</b></p>',
    '<dt>WORDS</dt>',
  ],
  ...['<center>WORDS</center>', '<font size="5">WORDS</font>', '<summary>WORDS</summary>', '    <h2>WORDS</h2>'],
];
/** Titles that name a secret, also in signs that look like others or that nobody sees. */
const SECRET_TITLES: readonly string[] = [
  ...['GM Notes', 'gm notes', 'Notes for the GM', 'DM-only', 'Secrets', 'Hidden', 'Keeper’s notes', 'Geheimnisse'],
  ...[
    'G\u200bM Notes',
    'G\u00adM',
    '\u202aGM\u202c',
    'Sec\u2060ret',
    'ＧＭ notes',
    'GM\u00a0Notes',
    '&#71;M Notes',
    'G&shy;M',
  ],
  ...['<b>G</b>M notes', 'GM<br>notes', '*G*M notes', '`GM`', 'G\\M notes', '~~DM~~ notes', 'GM\ufe0f notes'],
];
/** What follows a heading. */
const BELOW: readonly string[] = [
  ...['S1E', '<p>S1E</p>', '- S1E\n- S1E', '> S1E', '| a |\n|---|\n| S1E |', '```\nS1E\n```', '<div>\n\nS1E\n\n</div>'],
  ...['> # Quoted\n\nS1E', '> <h1>Quoted</h1>\n\nS1E', '- # Item\n\nS1E', '`<h1>`\n\nS1E', '```\n# code\n```\n\nS1E'],
  ...['<p title="<h1>">x</p>\n\nS1E', '<blockquote>\n\n# Quoted\n\n</blockquote>\n\nS1E', '###### Below\n\nS1E'],
  ...['<textarea><h1></textarea>\n\nS1E', '> **Quoted**\n\nS1E', '<blockquote><h1>a</h1></blockquote>\n\nS1E'],
];

describe('a section of a vault under a heading that names a secret', () => {
  const random = createRandom(184);
  it.each(HEADINGS)('%j is the GM’s', (heading) => {
    for (const title of SECRET_TITLES) {
      // Every form below every title would take minutes.
      for (const below of new Set(['S1E', random.pick(BELOW), random.pick(BELOW)])) {
        // A line in bold type or a heading of the lowest level is ended by any heading.
        if (below.startsWith('###### ') && !/^(?:# W|<h1|WORDS\n=)/i.test(heading)) continue;
        // Typed with marks of its own a title is in no bold type.
        if (/\*\*/.test(heading) && /\*/.test(title)) continue;
        for (const gap of ['\n', '\n\n']) {
          const body = `Before\n\n${heading.replace('WORDS', title)}${gap}${below}\n`;
          const { open, secrets } = splitSecrets(body);
          expect(open, JSON.stringify(body)).not.toContain('S1E');
          expect(open, JSON.stringify(body)).toContain('Before');
          expect(secrets.join('\n'), JSON.stringify(body)).toContain('S1E');
        }
      }
    }
  });

  it.each(HEADINGS)('%j of another name keeps nothing from players', (heading) => {
    for (const title of ['Rumours', 'The Salt Quay', 'G and M', '<b>Lore</b>', 'Old\u200bTam 🏴‍☠️']) {
      const body = `Before\n\n${heading.replace('WORDS', title)}\n\nSeen\n`;
      expect(splitSecrets(body), JSON.stringify(body)).toEqual({ open: body, secrets: [], forms: new Set() });
    }
  });

  it('ends at the next heading of its level, of Markdown or HTML', () => {
    for (const start of ['## GM notes', '<h2>GM notes</h2>', 'GM notes\n---'])
      for (const end of ['# After', '## After', '<h2>After</h2>', '<H1 class="a>b">After</H1>', 'After\n==='])
        for (const between of ['S1E', '<h3>S1E</h3>\n\nS1E', '### S1E\n\n- S1E']) {
          const { open } = splitSecrets(`${start}\n\n${between}\n\n${end}\n\nSeen\n`);
          expect(open, `${start} ${end}`).toContain('After');
          expect(open, `${start} ${end}`).toContain('Seen');
          expect(open, `${start} ${end}`).not.toContain('S1E');
        }
    const oneBlock = '<h2>Seen</h2>\n<h2>GM</h2>\n<p>S1E</p>\n<h2>Seen too</h2>\n<p>Seen</p>';
    expect(splitSecrets(oneBlock).open).toBe('<h2>Seen</h2>\n<h2>Seen too</h2>\n<p>Seen</p>');
  });

  it('a label within HTML keeps its words from players', () => {
    for (const body of [
      '<p>GM: S1E</p>',
      '<b>GM:</b> S1E',
      '<ul><li>Secret: S1E</li></ul>',
      'G\u200bM: S1E',
      '<i>DM</i>: S1E',
    ])
      expect(splitSecrets(`Before\n\n${body}\n`), body).toEqual({
        open: expect.not.stringContaining('S1E'),
        secrets: [expect.stringContaining('S1E')],
        forms: new Set(['marked']),
      });
  });

  it('takes time in proportion to its length', async () => {
    for (const body of [
      ...['<h2>gm', '<h2', '<b>gm</b>\n', '## gm\n\n', '<div><h2>gm</h2>', 'gm\n==\n', '\u200bgm', '<h1>gm</h1>\n\n'],
      ...['# gm &#', '> ## gm\n\n', '<a role=', '<div "', '1) ## gm '],
    ])
      expect(await costMs(() => splitSecrets(body.repeat(2000))), body).toBeLessThan(10_000);
    for (const body of [`<div ${'a'.repeat(200_000)}`, '<div "<a "'.repeat(20_000), '<div <h2>'.repeat(20_000)])
      expect(await costMs(() => splitSecrets(`## gm\n\n${body}`)), body.slice(0, 12)).toBeLessThan(10_000);
  }, 300_000);
});

describe('the report of an import on what went into the GM notes', () => {
  const remarks = async (files: Record<string, string>, audience: 'gm' | 'table' = 'table') =>
    (
      await read(
        Object.entries(files).map(([path, body]) => file(path, body)),
        audience,
      )
    ).remarks;

  it('names the forms that the notes have, and their notes, and no other', async () => {
    const ofCallout =
      'Secret callouts and callouts of unknown types of 1 note are at the end of the GM notes (“Vane”).';
    expect(await remarks({ 'NPCs/Vane.md': '> [!secret] S1', 'NPCs/Ilse.md': 'Seen' })).toEqual([ofCallout]);
    expect(await remarks({ 'NPCs/Vane.md': 'Seen %%S1%%', 'NPCs/Ilse.md': 'Seen <!-- S2 -->' })).toEqual([
      'Comments and hidden text of 2 notes are at the end of the GM notes (“Vane”; “Ilse”).',
    ]);
    for (const [body, words] of [
      ['Seen\n\n## GM notes\n\nS1', 'Parts of 1 note whose title, label or tag'],
      ['```dataview\nlist\n```', 'Code blocks of plugins in 1 note'],
      ['Seen ![[map.png]]', 'Names of pictures and addresses of files in 1 note'],
      ['---\nsecret: [S1\n---\nS2', 'All of the text of 1 note is in the GM notes: the properties'],
      ['#gm\n\nS1', 'All of the text of 1 note is in the GM notes: a tag'],
    ] as const) {
      const told = (await remarks({ 'NPCs/Vane.md': body })).filter((remark) => remark.includes('GM notes'));
      expect(told, body).toEqual([expect.stringContaining(words)]);
    }
  });

  it('says nothing of a note without secrets, with an empty comment, or with only a property that hides it from players', async () => {
    for (const body of ['Seen', 'Seen %% %%', '```js\ncode\n```']) expect(await remarks({ 'a.md': body })).toEqual([]);
    expect(await remarks({ 'NPCs/Vane.md': '---\nsecret: yes\n---\nS1' }, 'gm')).toEqual([]);
  });
});

/** The mark of an open comment pairs with that of the next one, so those forms are tested alone. */
const CLOSED_FORMS = Object.entries(FORMS).flatMap(([name, form]) =>
  /(?:comment|spoiler).*not closed/.test(name) ? [] : [form],
);

/** A note of open and secret parts, with the number of secret words. */
const randomNote = (random: Random): { body: string; secrets: number } => {
  let secrets = 0;
  const secret = (): string => `S${++secrets}E`;
  const parts = Array.from({ length: 1 + random.int(6) }, () => {
    const form = random.pick(CLOSED_FORMS);
    const numbered = form.replace(/S\d/g, secret);
    if (random.chance(0.5))
      return random.pick(['Seen', '```\ncode\n```', '- a\n- b', '> quote', '# Head', 'a `code` b']);
    // Within a list item or an open quote.
    const indent = random.pick(['', '', '', '> ', '  ']);
    return numbered
      .split('\n')
      .map((line) => (indent + line).trimEnd())
      .join('\n');
  });
  return { body: `Seen\n\n${parts.join('\n\n')}\n`, secrets };
};

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const total = Math.min(3000, Number(process.env['EMBERKEEP_FUZZ_SEEDS'] ?? 100) * 2);
const seeds = only ? [Number(only)] : Array.from({ length: total }, (_, i) => i + 1);

it(`random notes of ${seeds.length} seeds: no secret is open, and none is lost`, () => {
  for (const seed of seeds) {
    const { body, secrets } = randomNote(createRandom(seed));
    const split = splitSecrets(body);
    const gm = split.secrets.join('\n');
    const repeat = `repeat with EMBERKEEP_FUZZ_SEED=${seed}\n${body}`;
    expect(split.open.match(/S\d+E/g), repeat).toBeNull();
    for (let i = 1; i <= secrets; i++) if (body.includes(`S${i}E`)) expect(gm, repeat).toContain(`S${i}E`);
  }
});
