// Generated vaults with headings, paths, aliases, slugs and repeated names: every note arrives once, every link that has
// a note leads to it, and sessions are in order. Repeat a run with EMBERKEEP_FUZZ_SEED=<seed>.
import { expect, it } from 'vitest';
import { createNameIndex, findWikiLinks, picturesInNotes, SESSION, sessionOfLink } from '@emberkeep/domain';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import { derivedId } from '@emberkeep/store';
import { createReader, entitiesOf, file, plainText } from '../../testing/import-files.ts';
import { recordOfStored } from '../stored-record.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 20261129);
const runs = Number(process.env['EMBERKEEP_FUZZ_RUNS'] || 60);
const { read, put } = createReader(derivedId);

const FOLDERS = ['NPCs', 'World/Places', 'World/Minor Factions', 'Lore', 'NPCs/Quay'];
const NAMES = ['Ash', 'Old Tam', 'captain-rook', 'O’Malley', 'the_lady', 'Overview', 'Salt Quay', 'Ärger'];

interface Made {
  path: string;
  front: string[];
  links: string[];
}

/** A vault: each link goes by a path from the root, so that the note it leads to is certain. */
const makeVault = (random: Random): { files: Made[]; targets: Map<string, string> } => {
  const paths = new Set<string>();
  for (let i = 0; i < 3 + random.int(14); i++) paths.add(`${random.pick(FOLDERS)}/${random.pick(NAMES)}.md`);
  for (let i = 0; i < random.int(8); i++) paths.add(`Sessions/Session ${1 + random.int(20)}.md`);
  const shuffled = [...paths].sort(() => (random.chance(0.5) ? 1 : -1));
  const targets = new Map<string, string>();
  const files = shuffled.map((path): Made => {
    const front: string[] = [];
    if (random.chance(0.2)) front.push(`aliases: [Alias ${random.int(50)}]`);
    if (random.chance(0.2)) front.push('tags: [npc, session]');
    if (random.chance(0.2) && path.startsWith('Sessions/')) front.push(`date: 2026-0${1 + random.int(9)}-01`);
    const links = Array.from({ length: random.int(4) }, () => {
      const target = random.pick(shuffled);
      const word = `w${targets.size}`;
      targets.set(word, target);
      const plain = target.replace(/\.md$/, '');
      const heading = random.chance(0.4) ? '#Some heading' : '';
      const up = '../'.repeat(path.split('/').length - 1);
      return random.chance(0.3) ? `[${word}](<${up}${target}${heading}>)` : `[[${plain}${heading}|${word}]]`;
    });
    return { path, front, links };
  });
  return { files, targets };
};

const textOf = ({ front, links }: Made): string =>
  `${front.length > 0 ? `---\n${front.join('\n')}\n---\n` : ''}Words.\n\n## Some heading\n\n${links.join('\n\n')}\n`;

it(`generated vaults: as many in as out, links lead where they led, sessions in order (seed ${seed})`, async () => {
  for (let run = 0; run < runs; run++) {
    const { files, targets } = makeVault(createRandom(seed + run));
    // A folder at the root that has a file beside it stays in the paths.
    const content = await read([file('Home.md', 'x'), ...files.map((each) => file(each.path, textOf(each)))]);
    const records = put(content);
    const ledger = records.filter(({ kind }) => kind !== 'note');
    expect(ledger, `seed ${seed + run}`).toHaveLength(files.length + 1);
    expect(new Set(ledger.map(({ id }) => id)).size).toBe(ledger.length);
    expect(content.notes.map(({ path }) => path).sort()).toEqual(['Home.md', ...files.map(({ path }) => path)].sort());

    const sessions = records.filter(({ kind }) => kind === 'session').map((record) => recordOfStored(SESSION, record)!);
    const numbers = sessions.map(({ number }) => number);
    expect(numbers, `seed ${seed + run}`).toEqual([...numbers].sort((a, b) => a - b));
    expect(sessions.map(({ number, externalId }) => `Sessions/Session ${number}.md` === externalId)).not.toContain(
      false,
    );

    const entities = entitiesOf(records);
    const names = createNameIndex(entities);
    const pathOf = (name: string): string => {
      const target = names.resolve(name);
      if (target.type === 'resolved') return entities.find(({ id }) => id === target.id)!.externalId;
      const listed = sessions.map((session) => ({ ...session, shownNumber: session.number }));
      return sessionOfLink(listed, name)?.externalId ?? `nowhere: ${name}`;
    };
    const words = records.flatMap(({ texts }) => Object.values(texts).map(plainText)).join('\n');
    const found = findWikiLinks(words);
    expect(found.map(({ shown }) => shown).sort()).toEqual([...targets.keys()].sort());
    for (const { name, shown } of found) expect(pathOf(name), `seed ${seed + run}: ${shown}`).toBe(targets.get(shown));
  }
});

it(`generated vaults: every picture arrives in a note or with an entity, or is named in the report (seed ${seed})`, async () => {
  const pictures = ['img/ash.png', 'img/Old Tam.jpg', 'maps/City Map.webp', 'b/ash.png', 'Ärger.gif', 'deep/x/y.bmp'];
  const wordsFor = (random: Random): string => {
    const path = random.pick([...pictures, 'img/gone.png']);
    const name = random.chance(0.5) ? path : path.split('/').at(-1)!;
    return random.chance(0.5) ? `![[${name}|200]]` : `![words](<${name}>)`;
  };
  for (let run = 0; run < runs; run++) {
    const random = createRandom(seed + run);
    const { files } = makeVault(random);
    const here = pictures.filter(() => random.chance(0.8));
    const notes = files.map((each) => {
      const shown = Array.from({ length: random.int(4) }, () => wordsFor(random));
      const front = random.chance(0.3) ? [`image: "${random.pick(pictures)}"`] : [];
      return file(each.path, textOf({ ...each, front: [...each.front, ...front], links: [...each.links, ...shown] }));
    });
    const all = [file('Home.md', 'x'), ...notes, ...here.map((path) => file(path, path))];
    const content = await read(all);
    const attached = [...content.notePictures, ...content.things.flatMap((item) => item.pictures ?? [])];
    const inTexts = content.things.flatMap(({ texts }) => Object.values(texts).flatMap(picturesInNotes));
    expect(new Set(content.notePictures.map((picture) => picture.file)), `seed ${seed + run}`).toEqual(
      new Set(inTexts),
    );
    const remarks = content.remarks.join('\n');
    for (const path of here) {
      const arrived = attached.filter(({ name }) => name === path);
      const isNamed = remarks.includes(`“${path}”`);
      expect(arrived.length > 0 !== isNamed, `seed ${seed + run}: ${path}`).toBe(true);
      for (const { bytes } of arrived) expect(new TextDecoder().decode(bytes)).toBe(path);
    }
    for (const { name, kind, portrait, pictures: own = [] } of content.things) {
      expect(kind === 'entity' || own.length === 0, name).toBe(true);
      expect(new Set(own.map((picture) => picture.name)).size, `seed ${seed + run}: ${name}`).toBe(own.length);
      if (portrait) expect(own).toContain(portrait);
      expect(portrait?.name ?? '').not.toMatch(/map/i);
    }
  }
});
