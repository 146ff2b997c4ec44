// Tests that a page which is imported for players keeps to the GM what its author hid or marked, in every form.
import { describe, expect, it } from 'vitest';
import { costMs } from '@emberkeep/domain/testing/node';
import { htmlToNotes } from './html-to-note.ts';
import { splitSecrets } from './transfer/vault-secrets.ts';
import { readObsidian } from './transfer/obsidian-markdown.ts';

const PAGES = [
  '<div class="gm-only">SECRET</div>',
  '<span class="Secret">SECRET</span>',
  '<p hidden>SECRET</p>',
  '<p style="display: none">SECRET</p>',
  '<p style="visibility:hidden">SECRET</p>',
  '<p style="color:transparent">SECRET</p>',
  '<p data-visibility="gm">SECRET</p>',
  '<p data-visibility="owner">SECRET</p>',
  '<p data-gm-only>SECRET</p>',
  '<details><summary><b>Secrets</b></summary>SECRET</details>',
  '<div class="callout" data-callout="dm">SECRET</div>',
  '<h2>GM notes</h2><p>SECRET</p><h3>more</h3><ul><li>SECRET</li></ul>',
  '<div><h2>Geheimnisse</h2><p>SECRET</p></div>',
  '<p><b>GM:</b> SECRET</p>',
  '<ul><li><b>Secret:</b> SECRET<ul><li>SECRET</li></ul></li></ul>',
  '<table><thead><tr><th>a</th><th>GM notes</th></tr></thead><tr><td>b</td><td>SECRET</td></tr></table>',
  '<table><tr class="secret"><td>SECRET</td></tr></table>',
  '<a href="maps/SECRET.pdf">map</a>',
  '<img alt="SECRET" src="SECRET.png">',
  '<video src="SECRET.mp4">SECRET</video><noscript>SECRET</noscript>',
  '<!-- SECRET --><template>SECRET</template>',
  '<p><strong>GM notes</strong></p><p>SECRET</p><p>SECRET</p>',
  '<div><h2>GM notes</h2></div><p>SECRET</p>',
  '<ul><li>GM notes<ul><li>SECRET</li></ul></li></ul>',
  '<dl><dt>GM</dt><dd>SECRET</dd></dl>',
  '<p>seen</p><p>%%SECRET</p><p>SECRET</p><p>SECRET%%</p>',
  '<p>||SECRET||</p><p>>!SECRET!<</p>',
  '<blockquote><p>[!secret] SECRET</p><p>SECRET</p></blockquote>',
];

const NOTES = [
  '<div class="gmonly">SECRET</div>',
  '<details>\n<summary><b>Secrets</b></summary>\n\nSECRET\n\n</details>',
  '!!! secret "Title"\n    SECRET\n\n    SECRET',
  '??? gm\n    SECRET',
  '::secret[SECRET]',
  ':::note{.gm}\nSECRET\n:::',
  '{% secret %}SECRET{% endsecret %}',
  '> [!note] GM only\n> SECRET',
  '**GM Notes**\n\nSECRET',
  '**Secret**\nSECRET',
  '- **Secret:** x\n    - SECRET',
  '- Secrets\n    - SECRET',
  '| a | GM notes |\n|---|---|\n| x | SECRET |',
  'GM - SECRET',
  '||SECRET one\n\nSECRET two||',
  '>!SECRET one\n\nSECRET two!<',
  '| a | b |\n|---|---|\n| x || SECRET |',
  '## Pour le MJ\nSECRET',
  '## Game Master\nSECRET',
  '[words](obsidian://open?file=SECRET)',
  '[words](<SECRET note.pdf>)',
];

describe('imported for players', () => {
  it.each(PAGES)('a page keeps the secret in %s', (page) => {
    const { open, secret } = htmlToNotes(`<p>OPEN</p>${page}<h2>Next</h2><p>AFTER</p>`, true);
    expect(JSON.stringify(open)).not.toContain('SECRET');
    for (const words of ['OPEN', 'AFTER']) expect(JSON.stringify(open)).toContain(words);
    if (!/template|video/.test(page)) expect(JSON.stringify(secret)).toContain('SECRET');
  });

  it.each(NOTES)('a note keeps the secret in %j', (note) => {
    const { text, secret } = readObsidian(`OPEN\n\n${note}\n\n## Next\nAFTER`, (target) => target, true);
    expect(text).not.toContain('SECRET');
    for (const words of ['OPEN', 'AFTER']) expect(text).toContain(words);
    expect(secret).toContain('SECRET');
  });

  it('a note for the GM keeps its bars and quotes where they are', () => {
    const note =
      'STR >= 15 || DEX >= 12. Then the hall burns.\n\n>!Run!\n\n| a | b | c |\n|---|---|---|\n|1||fire|\n|2||ice|';
    const { text, secret } = readObsidian(note, (target) => target);
    expect([text.trim(), secret.trim()]).toEqual([note, '']);
  });

  it('words that hide nothing stay, and a page for the GM is as it was', () => {
    const page = '<h2>Gmund</h2><p class="admin">Admiral of Geheimrat street</p><a href="https://a.b">x</a>';
    expect(htmlToNotes(page, true).secret).toEqual([]);
    expect(splitSecrets('- The hidden door\n- A mjolnir\n\n**Adm**\n\nGmund: x').secrets).toEqual([]);
    expect(htmlToNotes('<p hidden>words</p><img src="a.png">').secret).toEqual([]);
  });

  it('hostile pages and notes are split in linear time', { timeout: 600_000 }, async () => {
    const cost = await costMs(() => {
      for (const part of [
        '<details><summary>',
        '<summary><b>',
        '**secret**\n\n',
        '- secret\n  - a\n',
        '!!! secret\n   \n',
        '::',
        '{%',
        '|secret',
      ])
        splitSecrets(`<details>${part.repeat(3000)}`);
      htmlToNotes('<div><p>GM</p>'.repeat(10_000), true);
      htmlToNotes('<table><tr><th>'.repeat(3000), true);
      htmlToNotes('<span>'.repeat(4000) + '%%', true);
      htmlToNotes(`<p>${'<b>||</b>'.repeat(20_000)}`, true);
    });
    expect(cost).toBeLessThan(20_000);
  });
});
