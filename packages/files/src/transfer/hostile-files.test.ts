// Hostile and damaged files: refused, or read as text (T-8).
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strFromU8, strToU8, zipSync } from 'fflate';
import { createRandom } from '@emberkeep/domain/testing';
import { withCost } from '@emberkeep/domain/testing/node';
import { derivedId } from '@emberkeep/store';
import { value } from '@emberkeep/store/testing';
import { createReader, file, zipOf } from '../../testing/import-files.ts';
import { ARCHIVE_LIMITS, ofPicked, unzip } from './archive.ts';
import { readObsidian } from './obsidian-markdown.ts';
import { pack } from './zip.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 20261121);
const { read, refusal } = createReader(derivedId);

describe('hostile files', () => {
  it('are refused with a typed error, and nothing throws (T-8)', async () => {
    expect(await refusal([file('x.zip', 'no zip at all')])).toBe('NotAZip');
    expect(await refusal([zipOf({ '../evil.md': 'x' })])).toBe('PathOutside');
    expect(await refusal([zipOf({ '/etc/evil.md': 'x' })])).toBe('PathOutside');
    expect(await refusal([zipOf({ 'a\\..\\..\\evil.md': 'x' })])).toBe('PathOutside');
    expect(await refusal([zipOf({ 'C:\\evil.md': 'x' })])).toBe('PathOutside');
    expect(await refusal([zipOf({ 'program.exe': 'MZ' })])).toBe('NothingThere');
    expect(await refusal([file('a.json', '{"hello":1}')])).toBe('NothingRead');
    expect(await refusal([file('deep.json', '['.repeat(100_000) + ']'.repeat(100_000))])).toBe('NothingRead');
    expect(await refusal([file('b.json', JSON.stringify({ format: 'emberkeep-backup' }))])).toBe('IsBackup');
    expect(await refusal([file('s.md', '# Ash - Session Summary\n\n## World State\n')])).toBe('IsSave');
    const locked = zipSync({ 'a.md': strToU8('x') });
    locked[6]! |= 1;
    expect(await refusal([file('x.zip', locked)])).toBe('ZipLocked');
  });

  it('a ZIP bomb stops at the size it really unpacks to, whatever its headers claim', async () => {
    const bomb = zipSync({ 'a.md': new Uint8Array(30_000_000) }, { level: 9 });
    const lying = bomb.slice();
    // Its local header claims a size of one byte.
    new DataView(lying.buffer).setUint32(22, 1, true);
    for (const bytes of [bomb, lying])
      expect(await unzip('bomb.zip', bytes, () => true, { ...ARCHIVE_LIMITS, file: 1_000_000 })).toMatchObject({
        ok: false,
        error: { type: 'UnpacksTooLarge' },
      });
    expect(
      await unzip(
        'many.zip',
        zipSync(Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i}.md`, strToU8('x')]))),
        () => true,
        { ...ARCHIVE_LIMITS, files: 50 },
      ),
    ).toMatchObject({ ok: false, error: { type: 'TooManyFiles' } });
    expect(
      ofPicked(
        'folder',
        Array.from({ length: 60 }, (_, i) => file(`${i}.md`, 'x')),
        { ...ARCHIVE_LIMITS, files: 50 },
      ),
    ).toMatchObject({ ok: false, error: { type: 'TooManyFiles' } });
  });

  it('a truncated ZIP yields its whole files and names the rest', async () => {
    const whole = zipSync({
      'NPCs/a.md': strToU8('whole'),
      'NPCs/b.md': [crypto.getRandomValues(new Uint8Array(50_000)), { level: 0 }],
    } as never);
    const content = await read([file('x.zip', whole.slice(0, 20_000))]);
    expect(content.things.map((t) => t.name)).toEqual(['a']);
    expect(content.remarks.join()).toContain('b.md (cut off)');
  });

  it('a ZIP says first what it lacks: it ends early, or files of it are damaged', async () => {
    const names = Array.from({ length: 9 }, (_, i) => `NPCs/${i}.md`);
    const whole = zipSync(
      Object.fromEntries(
        names.map((name) => [name, [strToU8(`Words of ${name}. `.repeat(40)), { level: 0 }]]),
      ) as never,
    );
    expect((await read([file('x.zip', whole)])).damage).toBe('');
    const cut = await read([file('x.zip', whole.slice(0, whole.length * 0.6))]);
    expect(cut.things).toHaveLength(5);
    expect(cut.damage).toBe(
      'This ZIP ends early. 5 files of at least 6 could be read; what comes after them is missing.',
    );
    const flipped = whole.slice();
    flipped[whole.length >> 1]! ^= 4;
    const damaged = await read([file('x.zip', flipped)]);
    expect(damaged.things.map(({ name }) => name)).not.toContain('4');
    expect(damaged.damage).toBe('This ZIP is damaged. 8 of its 9 files could be read.');
    expect(damaged.remarks.join()).toContain('NPCs/4.md (damaged)');
  });

  it('a ZIP flipped at any byte gives no file with other bytes, and throws nothing (seeded)', async () => {
    const random = createRandom(seed);
    const texts = new Map(
      Array.from({ length: 6 }, (_, i) => [`${i}.md`, `Words ${'of the choir '.repeat(i * 9)}${i}`]),
    );
    const whole = zipSync(Object.fromEntries([...texts].map(([name, text]) => [name, strToU8(text)])));
    for (let run = 0; run < Number(process.env['EMBERKEEP_FUZZ_RUNS'] ?? 400); run += 1) {
      const flipped = whole.slice();
      const at = random.int(whole.length);
      flipped[at]! ^= 1 << random.int(8);
      const unpacked = await unzip('x.zip', flipped);
      if (!unpacked.ok) continue;
      for (const { path, read: bytes } of unpacked.value.files)
        if (texts.has(path)) expect(strFromU8(await bytes()), `seed ${seed}, byte ${at}`).toBe(texts.get(path));
    }
  }, 600_000);

  it('hostile HTML, YAML and Markdown end up as text at most', async () => {
    const deep = '<div>'.repeat(20_000) + 'deep words' + '</div>'.repeat(20_000);
    const content = await read([
      zipOf({
        'a.html': '<p onclick="x()">Hi<script>alert(1)</script><iframe src="javascript:x"></iframe></p>',
        'b.html': deep,
        'c.md': [
          '---',
          'a: &a [x,x,x]',
          'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]',
          'c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]',
          'd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]',
          '---',
          'Bomb.',
        ].join('\n'),
        'e.md': `${'>'.repeat(30_000)} quoted words`,
        'f.md': `${'- '.repeat(5_000)}listed words`,
        'd.md': '---\n__proto__: {x: 1}\nconstructor: y\n---\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>',
      }),
    ]);
    const text = JSON.stringify(content.things);
    expect(text).not.toMatch(/alert\(1\)<|onclick|iframe|"href":"javascript/);
    for (const each of ['deep words', 'quoted words', 'listed words']) expect(text).toContain(each);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it('reads any text without throwing or losing a word (seeded)', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(
            '[[',
            ']]',
            '![[',
            '|',
            '#',
            '%%',
            '> ',
            '[!secret]',
            '```',
            '\n',
            'word',
            ' ',
            '](',
            ')',
            'a.md',
            '---',
            '\\',
            '^x',
          ),
          maxLength: 60,
        }),
        (text) => {
          const out = readObsidian(text, (target) => target);
          const count = (of: string): number => of.split('word').length - 1;
          expect(count(out.text) + count(out.secret) + count(out.pictures.join())).toBeGreaterThanOrEqual(count(text));
        },
      ),
      { seed, numRuns: 500 },
    );
  });
});

describe('a packed ZIP', () => {
  it('holds its files, and is the same bytes every time', async () => {
    const files = [
      { path: 'Entities/Ängström.md', content: 'words' },
      { path: 'b.png', content: new Uint8Array([1, 2, 3]) },
    ];
    const [one, two] = [await pack(files), await pack(files)];
    expect(one).toEqual(two);
    expect(value(await unzip('x.zip', one)).files.map((f) => f.path)).toEqual(['Entities/Ängström.md', 'b.png']);
  });

  it('a ZIP of 20,000 small files unpacks whole: the depth of the stack does not grow with their number (T-8)', async () => {
    const notes = Array.from({ length: 20_000 }, (_, i) => [`NPCs/Person ${i}.md`, strToU8(`Number ${i}.`)] as const);
    const zip = zipSync(Object.fromEntries(notes));
    const { result, costMs } = await withCost(() => unzip('many.zip', zip));
    expect(costMs).toBeLessThan(20_000);
    const unpacked = value(result);
    expect(unpacked.files).toHaveLength(20_000);
    expect(unpacked.passedOver).toEqual([]);
  }, 600_000);
});
