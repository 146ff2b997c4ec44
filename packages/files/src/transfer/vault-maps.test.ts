// The Leaflet blocks of a vault as maps: pins with their links, whatever the text of a block is. Repeat a run with
// EMBERKEEP_FUZZ_SEED=<seed>.
import { describe, expect, it } from 'vitest';
import { MAP, mapPins, type GameMap } from '@emberkeep/domain';
import { createRandom } from '@emberkeep/domain/testing';
import { derivedId } from '@emberkeep/store';
import { createReader, entitiesOf, file } from '../../testing/import-files.ts';
import { recordOfStored } from '../stored-record.ts';
import { leafletTexts, readLeafletBlock } from './leaflet-block.ts';

const only = process.env['EMBERKEEP_FUZZ_SEED'];
const SEEDS = only === undefined ? [1, 2, 3, 4, 5] : [Number(only)];
const { read, put } = createReader(derivedId);
const fenced = (...lines: string[]): string => ['```leaflet', ...lines, '```'].join('\n');
const importedMaps = async (files: Record<string, string | Uint8Array>, options: object = {}) => {
  const content = await read(
    Object.entries(files).map(([path, text]) => file(path, text)),
    'gm',
    options,
  );
  const records = put(content);
  const maps = records.filter(({ kind }) => kind === 'map').map((stored) => recordOfStored(MAP, stored)!);
  return { content, records, maps, said: content.remarks.join('\n') };
};
const pinsByLabel = (map: GameMap) => [...mapPins(map)].sort((a, b) => (a.label < b.label ? -1 : 1));

const NOTES = {
  'Places/Dock ward.md': 'A ward.',
  'Places/Salt Street.md': '---\nlocation: [25, 150]\ntags: [place, quay]\n---\nA street.',
  'Places/Deep/Well.md': '---\nmapmarkers:\n  - [default, [50, 100], "The old well"]\n---\nA well.',
};

describe('a Leaflet block', () => {
  it('is a map whose pins open what their links became, with its scale and the rest told', async () => {
    const { content, records, maps, said } = await importedMaps({
      ...NOTES,
      'The harbour.md': `The quays.\n\n${fenced(
        'id: harbour',
        'image: [[harbour.png]]',
        'bounds: [[0,0], [100, 200]]',
        'unit: km',
        'scale: 0.5',
        'marker: default, 75, 50, [[Dock ward]]',
        'marker: default,0,200,[[Dock ward|The long pier]],Ships land here',
        'marker: , 100, 0, [[Nobody]], "Once, a tower"',
        'marker: default, 10, 10, https://example.org/x',
        'marker: default, north, 10, [[Dock ward]]',
        'marker: default, 9000, 10, [[Dock ward]]',
        'overlay: [blue, [32, -89], 25 mi, "A circle"]',
        'markerFile: [[Salt Street]]',
        'markerFolder: Places/',
        'darkMode: true',
      )}`,
    });
    expect(maps).toHaveLength(1);
    const [map] = maps as [GameMap];
    expect(map).toMatchObject({ title: 'The harbour', width: 100, unit: 'km' });
    const idOf = (name: string): string => entitiesOf(records).find((e) => e.name === name)!.id;
    const target = (name: string) => ({ kind: 'entity', id: idOf(name), sessionId: '' });
    expect(pinsByLabel(map).map(({ at, label, target: opened, note }) => [at, label, opened, note])).toEqual(
      expect.arrayContaining([
        [{ x: 0.25, y: 0.25 }, '', target('Dock ward'), ''],
        [{ x: 1, y: 1 }, 'The long pier', target('Dock ward'), 'Ships land here'],
        [{ x: 0, y: 0 }, 'Once, a tower', null, 'Nobody'],
        [{ x: 0.05, y: 0.9 }, 'https://example.org/x', null, ''],
        [{ x: 0.75, y: 0.75 }, '', target('Salt Street'), ''],
        [{ x: 0.5, y: 0.5 }, 'The old well', target('Well'), ''],
      ]),
    );
    expect(mapPins(map)).toHaveLength(6);
    expect(mapPins(map).some(({ isForPlayers }) => isForPlayers)).toBe(false);
    expect(said).toMatch(/1 Leaflet block is a map now, with 6 pins/);
    expect(said).toMatch(/The picture of “The harbour” is not among these files/);
    expect(said).toMatch(/1 marker of Leaflet was left out/);
    expect(said).toMatch(/2 layers, shapes, tracks or filters of Leaflet were left out/);
    // Imported again, it is the same map with the same pins.
    const again = await importedMaps({ 'The harbour.md': '```leaflet\nimage: [[harbour.png]]\n```' });
    expect(again.maps[0]!.id).toBe(map.id);
    expect(content.things.filter(({ kind }) => kind === 'map')).toHaveLength(1);
  });

  it('takes its picture along, by whose size pins without bounds are placed', async () => {
    const { content, maps } = await importedMaps(
      {
        'The harbour.md': fenced(
          'image:',
          '  - [[maps/harbour.png|Top]]',
          '  - [[second.png]]',
          'maxZoom: 5',
          'marker:',
          '  - [default, -12.5, 25, [[Dock ward]]]',
          '  - [default, 25%, 75%, [[Dock ward]], By share]',
        ),
        'maps/harbour.png': new Uint8Array([1, 2, 3]),
      },
      { sizeOfPicture: () => ({ width: 800, height: 400 }) },
    );
    expect(pinsByLabel(maps[0]!).map(({ at }) => at)).toEqual([
      { x: 0.75, y: 0.25 },
      { x: 0.5, y: 0.5 },
    ]);
    expect(content.things.find(({ kind }) => kind === 'map')!.portrait).toMatchObject({ name: 'maps/harbour.png' });
    expect(content.remarks.join('\n')).not.toMatch(/no note shows/);
  });

  it('of the real world is left out, and said so', async () => {
    const { maps, said } = await importedMaps({
      'Paris.md': fenced('id: paris', 'marker: default, 48.8, 2.3, [[Seine]]'),
    });
    expect(maps).toEqual([]);
    expect(said).toMatch(/1 Leaflet map of the real world was left out/);
  });

  it('has at most 1,000 pins, and says how many were left out', async () => {
    const markers = Array.from({ length: 1003 }, (_, i) => `marker: default, ${i % 100}, ${i % 90}, , Buoy ${i}`);
    const { maps, said } = await importedMaps({
      'Sea.md': fenced('image: sea.png', 'bounds: [[0,0],[100,100]]', ...markers),
    });
    expect(mapPins(maps[0]!)).toHaveLength(1000);
    expect(said).toMatch(/3 markers of Leaflet were left out: a map has at most 1,000 pins/);
  });
});

describe('a hostile Leaflet block', () => {
  it.each(SEEDS)('is read within limits, and nothing of it is run or followed (seed %i)', async (seed) => {
    const random = createRandom(seed);
    const words = [
      'marker: ',
      'image: ',
      'bounds: ',
      '[[',
      ']]',
      '|',
      ',',
      '[',
      ']',
      '"',
      "'",
      '-',
      '\n',
      '\n  - ',
      '__proto__: ',
      'constructor',
      '1e309',
      'NaN',
      '-99999999999999999999',
      '50%',
      '../../etc/passwd',
      'javascript:alert(1)',
      '<img src=x onerror=alert(1)>',
      'markerFolder: ',
      'markerTag: #',
      'markerFile: ',
      'maxZoom: ',
      '\u202e',
      '```',
      '> ',
    ];
    for (let times = 0; times < 40; times++) {
      const text = Array.from({ length: 60 }, () => random.pick(words)).join('');
      const body = `\`\`\`leaflet\nimage: a.png\n${text}\n\`\`\``;
      const block = leafletTexts(body).map(readLeafletBlock);
      expect(block.every(({ markers }) => markers.every(({ place }) => Number.isFinite(place.lat)))).toBe(true);
      const { maps } = await importedMaps({ 'Odd.md': body, ...NOTES });
      for (const map of maps)
        for (const { at } of mapPins(map)) expect(at.x >= 0 && at.x <= 1 && at.y >= 0 && at.y <= 1).toBe(true);
    }
  });

  it('of any length is read in linear time', () => {
    for (const text of [
      '[['.repeat(100_000),
      'marker: '.repeat(50_000),
      `marker: ${'"'.repeat(200_000)}`,
      ',\n'.repeat(200_000),
    ])
      readLeafletBlock(text);
  });
});
