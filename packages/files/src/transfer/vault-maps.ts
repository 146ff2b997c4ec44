// The maps of a vault: the Leaflet blocks of its notes, with the notes that say themselves where they are.
import {
  digestOfParts,
  MAP_PINS_MAX,
  MAP_WIDTH_MAX,
  MARK_LABEL_MAX,
  MARK_NOTE_MAX,
  plural,
  pluralWord,
  storedPoint,
  type MapPoint,
  type MapTarget,
} from '@emberkeep/domain';
import type { SourceFile } from './archive.ts';
import type { ImportedItem } from './imported-content.ts';
import type { ImportOptions } from './importer.ts';
import {
  leafletPlace,
  leafletTexts,
  readLeafletBlock,
  type LeafletBlock,
  type LeafletMarker,
  type LeafletPlace,
} from './leaflet-block.ts';
import type { NoteNames, Pictures } from './vault-files.ts';
import { tagsOf, type VaultNote } from './vault-note.ts';

/** The size of a picture, pixels. */
interface Size {
  width: number;
  height: number;
}

/** What the blocks of a vault are read with. */
export interface VaultMaps {
  notes: readonly VaultNote[];
  names: NoteNames;
  pictures: Pictures;
  /** Counts a picture as one that arrives; false where there is no room for it. */
  takePicture: (file: SourceFile) => boolean;
  sizeOf: ImportOptions['sizeOfPicture'];
  /** Whether a note comes as an entity, which a pin can open; by its path. */
  isEntity: (path: string) => boolean;
}

/** What is told of all maps of an import. */
interface MapCounts {
  maps: number;
  pins: number;
  /** Titles of maps whose picture is not among the files. */
  noPicture: string[];
  /** Maps of the real world, which have no picture. */
  ofWorld: number;
  /** Pins without a place on the picture, and those beyond what a map has. */
  unplaced: number;
  beyond: number;
  /** Shapes, tracks, layers and commands. */
  leftOut: number;
}

interface Pin {
  id: string;
  place: LeafletPlace;
  label: string;
  note: string;
  /** The path of the note that it opens; empty for none. */
  opens: string;
}

/** A place of a note's property `location`, `[12, 30]` or `12, 30`. */
const placeIn = (value: unknown): LeafletPlace | null => {
  const [lat, long] = Array.isArray(value) ? (value as readonly unknown[]) : String(value ?? '').split(',');
  const written = (each: unknown): string => (typeof each === 'string' || typeof each === 'number' ? String(each) : '');
  return leafletPlace(written(lat), written(long));
};

/** What a note says of where it is: its `location`, and each of its `mapmarkers`. */
const placesOf = ({ front }: VaultNote): { place: LeafletPlace; words: string }[] => {
  const own = placeIn(front['location']);
  const markers = Array.isArray(front['mapmarkers']) ? (front['mapmarkers'] as readonly unknown[]) : [];
  return [
    ...(own ? [{ place: own, words: '' }] : []),
    ...markers.slice(0, MAP_PINS_MAX).flatMap((marker) => {
      const [, at, words] = Array.isArray(marker) ? (marker as readonly unknown[]) : [];
      const place = placeIn(at);
      return place ? [{ place, words: typeof words === 'string' ? words : '' }] : [];
    }),
  ];
};

const pathOf = (folder: string): string => folder.replace(/^[./]+|\/+$/g, '').toLowerCase();

/** A folder that ends with slashes has those below it, too: one level for each. */
const isInFolder = ({ folders }: VaultNote, folder: string): boolean => {
  const wanted = pathOf(folder);
  const levels = /\/*$/.exec(folder)![0].length;
  for (let below = 0; below <= levels; below++)
    if (
      folders
        .slice(0, folders.length - below)
        .join('/')
        .toLowerCase() === wanted
    )
      return true;
  return false;
};

/** The notes that a block asks where they are, each once. */
const askedNotes = (block: LeafletBlock, note: VaultNote, { notes, names }: VaultMaps): VaultNote[] => {
  const byFile = block.markerFiles.flatMap((link) => names.noteOfTarget(note, link) ?? []);
  const byFolder = notes.filter((each) => block.markerFolders.some((folder) => isInFolder(each, folder)));
  const hasTags = (each: VaultNote, wanted: readonly string[]): boolean => {
    const tags = tagsOf(each).map((tag) => tag.toLowerCase());
    return wanted.length > 0 && wanted.every((tag) => tags.includes(tag));
  };
  const byTag =
    block.markerTags.length === 0 ? [] : notes.filter((each) => block.markerTags.some((tags) => hasTags(each, tags)));
  return [...new Set([...byFile, ...byFolder, ...byTag])];
};

const isAddress = (link: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(link);

const markerPin = (
  { place, link, alias, description }: LeafletMarker,
  i: number,
  note: VaultNote,
  maps: VaultMaps,
): Pin => {
  const target = link === '' || isAddress(link) ? undefined : maps.names.noteOfTarget(note, link.split('#')[0]!);
  const opens = target && maps.isEntity(target.file.path) ? target.file.path : '';
  const [label, ...more] = [alias, description, opens ? '' : (target?.name ?? link)].filter(Boolean);
  // A pin that opens an entity is called as that, unless it has words of its own.
  return {
    id: `marker${i}`,
    place,
    label: label ?? '',
    note: more.filter((words) => words !== label).join('\n'),
    opens,
  };
};

const notePins = (note: VaultNote, { isEntity }: VaultMaps): Pin[] =>
  placesOf(note).map(({ place, words }, i) => {
    const { path } = note.file;
    const opens = isEntity(path) ? path : '';
    return {
      id: `note${digestOfParts(path).toString(36)}-${i}`,
      place,
      label: words || (opens ? '' : note.name),
      note: '',
      opens,
    };
  });

/** Where on the picture a place of the plane is; null where nothing says it. */
const pointOf = (place: LeafletPlace, { bounds, maxZoom }: LeafletBlock, size: Size | null): MapPoint | null => {
  const { lat, long, isPercent } = place;
  if (isPercent) return { x: long / 100, y: lat / 100 };
  if (bounds)
    return {
      x: (long - bounds.west) / (bounds.east - bounds.west),
      y: (bounds.north - lat) / (bounds.north - bounds.south),
    };
  // Without bounds the plugin lays the picture below the origin, each pixel by its second largest zoom.
  const perUnit = 2 ** (maxZoom - 1);
  return size ? { x: (long * perUnit) / size.width, y: (-lat * perUnit) / size.height } : null;
};

const isOnPicture = (point: MapPoint | null): point is MapPoint =>
  point !== null && [point.x, point.y].every((share) => Number.isFinite(share) && share >= -0.5 && share <= 1.5);

/** How wide the picture is in the unit of the block. */
const scaleOf = ({ bounds, scale, unit }: LeafletBlock): Readonly<Record<string, unknown>> => {
  const width = bounds ? (bounds.east - bounds.west) * scale : 0;
  return unit !== '' && width > 0 && width <= MAP_WIDTH_MAX ? { width, unit } : {};
};

const entriesOf = (pins: readonly Pin[], valueOf: (pin: Pin) => unknown): Record<string, unknown> =>
  Object.fromEntries(pins.map((pin) => [pin.id, valueOf(pin)] as const).filter(([, value]) => value !== ''));

/** The first picture that is among the files, and its bytes. */
const pictureOf = async (block: LeafletBlock, { pictures, takePicture }: VaultMaps) => {
  const file = block.images.map((name) => pictures.named(name)).find(Boolean);
  return file && takePicture(file) ? { name: file.path, bytes: await file.read() } : null;
};

const mapItem = async (
  { note, block, title, source }: { note: VaultNote; block: LeafletBlock; title: string; source: string },
  maps: VaultMaps,
  counts: MapCounts,
): Promise<ImportedItem> => {
  const picture = await pictureOf(block, maps);
  const size = (picture && maps.sizeOf?.(picture.bytes)) ?? null;
  const all = [
    ...block.markers.map((marker, i) => markerPin(marker, i, note, maps)),
    ...askedNotes(block, note, maps).flatMap((each) => notePins(each, maps)),
  ];
  const placed = all.flatMap((pin) => {
    const at = pointOf(pin.place, block, size);
    return isOnPicture(at) ? [{ ...pin, at }] : [];
  });
  const pins = placed.slice(0, MAP_PINS_MAX);
  counts.maps += 1;
  counts.pins += pins.length;
  counts.unplaced += all.length - placed.length;
  counts.beyond += placed.length - pins.length;
  counts.leftOut += block.leftOut + Math.max(0, block.images.length - 1);
  if (!picture) counts.noPicture.push(title);
  const places = new Map(pins.map(({ id, at }) => [id, storedPoint(at)]));
  return {
    kind: 'map',
    source,
    name: title,
    fields: {
      ...scaleOf(block),
      pins: entriesOf(pins, ({ id }) => places.get(id)),
      labels: entriesOf(pins, ({ label }) => label.slice(0, MARK_LABEL_MAX)),
      notes: entriesOf(pins, (pin) => pin.note.slice(0, MARK_NOTE_MAX)),
    },
    texts: {},
    lateFields: ({ idOf }) => ({
      targets: entriesOf(pins, ({ opens }): MapTarget | '' =>
        opens === '' ? '' : { kind: 'entity', id: idOf(opens), sessionId: '' },
      ),
    }),
    ...(picture ? { portrait: picture } : {}),
  };
};

const remarksOf = ({ maps, pins, noPicture, ofWorld, unplaced, beyond, leftOut }: MapCounts): string[] => [
  ...(maps > 0
    ? [
        `${plural(maps, 'Leaflet block')} ${pluralWord(maps, 'is a map', 'are maps')} now, with ${plural(pins, 'pin')}; the notes keep the blocks as text.`,
      ]
    : []),
  ...(noPicture.length > 0
    ? [
        `The ${pluralWord(noPicture.length, 'picture', 'pictures')} of ${noPicture
          .slice(0, 20)
          .map((title) => `“${title}”`)
          .join(
            ', ',
          )} ${pluralWord(noPicture.length, 'is', 'are')} not among these files: add ${pluralWord(noPicture.length, 'it', 'them')} under Maps.`,
      ]
    : []),
  ...(ofWorld > 0
    ? [
        `${plural(ofWorld, 'Leaflet map')} of the real world ${pluralWord(ofWorld, 'was', 'were')} left out: a map here is a picture.`,
      ]
    : []),
  ...(unplaced > 0
    ? [
        `${plural(unplaced, 'marker')} of Leaflet ${pluralWord(unplaced, 'was', 'were')} left out: ${pluralWord(unplaced, 'it is', 'they are')} not on the picture, or the block has neither bounds nor a picture among these files.`,
      ]
    : []),
  ...(beyond > 0
    ? [
        `${plural(beyond, 'marker')} of Leaflet ${pluralWord(beyond, 'was', 'were')} left out: a map has at most 1,000 pins.`,
      ]
    : []),
  ...(leftOut > 0
    ? [
        `${plural(leftOut, 'layer, shape, track or filter', 'layers, shapes, tracks or filters')} of Leaflet ${pluralWord(leftOut, 'was', 'were')} left out. Markers that were placed on the map itself are in the plugin’s own data, which no note holds.`,
      ]
    : []),
];

/** The maps of all Leaflet blocks, after the items that their pins open, and what the GM is told of them. */
export const vaultMaps = async (maps: VaultMaps): Promise<{ items: ImportedItem[]; remarks: string[] }> => {
  const counts: MapCounts = { maps: 0, pins: 0, noPicture: [], ofWorld: 0, unplaced: 0, beyond: 0, leftOut: 0 };
  const items: ImportedItem[] = [];
  for (const note of maps.notes) {
    if (!/\.(?:md|markdown)$/i.test(note.wholeFile ?? note.file.path)) continue;
    const blocks = leafletTexts(note.body).map(readLeafletBlock);
    const ofPictures = blocks.filter(({ images }) => images.length > 0);
    counts.ofWorld += blocks.length - ofPictures.length;
    for (const [i, block] of ofPictures.entries()) {
      const title = i === 0 ? note.name : `${note.name} ${i + 1}`;
      items.push(await mapItem({ note, block, title, source: `${note.file.path}#leaflet-${i}` }, maps, counts));
    }
  }
  return { items, remarks: remarksOf(counts) };
};
