// Reads the code blocks of the Obsidian Leaflet plugin: lines of `key: value`, or lists below a key. Any text is read;
// what is none of a map's own is counted and left out.
import { splitFences } from './markdown-code.ts';

/** A place as a block writes it: numbers on the plugin's own plane, or a share of the picture (`50%`). */
export interface LeafletPlace {
  lat: number;
  long: number;
  isPercent: boolean;
}

export interface LeafletMarker {
  place: LeafletPlace;
  /** The target of its link, as it is written; empty for none. */
  link: string;
  /** The words of the link; empty where it has none of its own. */
  alias: string;
  description: string;
}

export interface LeafletBlock {
  id: string;
  /** The pictures that it names, as they are written. The first one is on top. */
  images: string[];
  /** The two corners of the picture on the plane; null without them. */
  bounds: { south: number; north: number; west: number; east: number } | null;
  maxZoom: number;
  unit: string;
  scale: number;
  markers: LeafletMarker[];
  /** Notes, folders and tags whose notes say themselves where they are. */
  markerFiles: string[];
  markerFolders: string[];
  markerTags: string[][];
  /** Shapes, tracks and commands, which a map of ours has not. */
  leftOut: number;
}

const OPENING = /^[ \t>]*(?:`{3,}|~{3,})[ \t]*leaflet\b/i;
const QUOTE = /^(?:[ \t]*>)+[ \t]?/;
const LINE_OF_KEY = /^([a-z]{2,30})[ \t]*:[ \t]*(.*)$/i;
const LINE_OF_LIST = /^[ \t]*-[ \t]+(.*)$/;

/** Longest block and most values that are read of it. */
const MAX_LENGTH = 500_000;
const MAX_VALUES = 5000;

/** The plugin's own value. */
const USUAL_MAX_ZOOM = 10;

const LEFT_OUT = ['commandmarker', 'overlay', 'geojson', 'geojsonfolder', 'gpx', 'gpxfolder', 'imageoverlay'];
const NOT_FOLLOWED = ['filtertag', 'linksto', 'linksfrom'];

/** The texts of all Leaflet blocks of a note, without their fences. */
export const leafletTexts = (body: string): string[] =>
  /leaflet/i.test(body)
    ? splitFences(body.replace(/\r\n?/g, '\n')).flatMap((part, i) => {
        const [first = '', ...lines] = part.split('\n');
        if (i % 2 === 0 || !OPENING.test(first)) return [];
        return lines
          .map((line) => line.replace(QUOTE, ''))
          .filter((line) => !/^[ \t]*(?:`{3,}|~{3,})[ \t]*$/.test(line))
          .join('\n')
          .slice(0, MAX_LENGTH);
      })
    : [];

/** The values of each key, in the order of the block. Keys compare without case. */
const valuesByKey = (text: string): Map<string, string[]> => {
  const values = new Map<string, string[]>();
  let key = '';
  let count = 0;
  for (const line of text.split('\n')) {
    const [, name, rest = ''] = LINE_OF_KEY.exec(line) ?? [];
    const item = name === undefined && key !== '' ? LINE_OF_LIST.exec(line)?.[1] : undefined;
    if (name !== undefined) key = name.toLowerCase();
    const value = (item ?? rest).trim();
    if (value === '' || (count += 1) > MAX_VALUES) continue;
    const list = values.get(key);
    if (list) list.push(value);
    else values.set(key, [value]);
  }
  return values;
};

const unquoted = (text: string): string => text.trim().replace(/^(['"])([\s\S]*)\1$/, '$2');

/** Without the brackets of a YAML list; those of a link stay. */
const withoutList = (value: string): string => /^\[(?!\[)([\s\S]*)\]$/.exec(value.trim())?.[1] ?? value;

/** The parts between commas that are in no link and no quotes. */
const partsOf = (value: string): string[] => {
  const parts: string[] = [''];
  for (const [piece] of withoutList(value).matchAll(
    /\[\[[^\]\n]{0,400}\]\]|"[^"\n]{0,2000}"|'[^'\n]{0,2000}'|,|[^,[\]"']+|[\s\S]/g,
  ))
    if (piece === ',') parts.push('');
    else parts[parts.length - 1] += piece;
  return parts.map(unquoted);
};

const NUMBER = /^-?\d{1,15}(?:\.\d{0,15})?$/;
const numberOf = (text: string): number | null => (NUMBER.test(text.trim()) ? Number(text.trim()) : null);
const numbersIn = (texts: readonly string[]): number[] =>
  (
    texts
      .join(' ')
      .slice(0, 2000)
      .match(/-?\d{1,15}(?:\.\d{1,15})?/g) ?? []
  ).map(Number);

/** The target and the words of a link in any of its forms; a bare text is a target. */
export const leafletLink = (written: string): { link: string; alias: string } => {
  const wiki = /^!?\[\[([^\]|\n]{0,400})(?:\\?\|([^\]\n]{0,400}))?\]\]/.exec(written.trim());
  if (wiki) return { link: wiki[1]!.trim(), alias: (wiki[2] ?? '').trim() };
  const markdown = /^!?\[([^\]\n]{0,400})\]\(<?([^()<>\n]{1,400})>?\)/.exec(written.trim());
  return markdown ? { link: markdown[2]!.trim(), alias: markdown[1]!.trim() } : { link: written.trim(), alias: '' };
};

/** Null for what is no place. */
export const leafletPlace = (lat: string, long: string): LeafletPlace | null => {
  const isPercent = lat.trim().endsWith('%') && long.trim().endsWith('%');
  const [down, right] = [lat, long].map((text) => numberOf(isPercent ? text.trim().slice(0, -1) : text));
  return down == null || right == null ? null : { lat: down, long: right, isPercent };
};

const markerOf = (value: string): LeafletMarker[] => {
  const [, lat = '', long = '', written = '', description = ''] = partsOf(value);
  const place = leafletPlace(lat, long);
  return place ? [{ place, ...leafletLink(written), description }] : [];
};

const boundsOf = (values: readonly string[]): LeafletBlock['bounds'] => {
  const [lat1, long1, lat2, long2] = numbersIn(values);
  if (lat1 === undefined || long1 === undefined || lat2 === undefined || long2 === undefined) return null;
  const bounds = {
    south: Math.min(lat1, lat2),
    north: Math.max(lat1, lat2),
    west: Math.min(long1, long2),
    east: Math.max(long1, long2),
  };
  return bounds.north > bounds.south && bounds.east > bounds.west ? bounds : null;
};

export const readLeafletBlock = (text: string): LeafletBlock => {
  const values = valuesByKey(text);
  const all = (key: string): string[] => values.get(key) ?? [];
  const one = (key: string): string => unquoted(all(key)[0] ?? '');
  const markers = all('marker').flatMap(markerOf);
  return {
    id: one('id').slice(0, 200),
    images: all('image').map((written) => leafletLink(unquoted(withoutList(written))).link),
    bounds: boundsOf(all('bounds')),
    maxZoom: numberOf(one('maxzoom')) ?? USUAL_MAX_ZOOM,
    unit: one('unit').slice(0, 40),
    scale: numberOf(one('scale')) ?? 1,
    markers,
    markerFiles: all('markerfile').flatMap((value) => partsOf(value).map((each) => leafletLink(each).link)),
    markerFolders: all('markerfolder').flatMap(partsOf),
    markerTags: all('markertag').map((value) => partsOf(value).map((tag) => tag.replace(/^#/, '').toLowerCase())),
    leftOut:
      [...LEFT_OUT, ...NOT_FOLLOWED].reduce((count, key) => count + all(key).length, 0) +
      (all('marker').length - markers.length),
  };
};
