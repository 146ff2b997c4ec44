// The pins and zones of a map as its record tells them, and the distances on it. Apart from the declaration, which every
// screen loads.
import { isId } from './ids.ts';
import type { GameMap } from './map.ts';
import { digestOfParts } from './parts.ts';
import { clamp, isFiniteNumber } from './values.ts';

/** A place on a picture: from its left and from its top, as shares of its width and height, 0 to 1. */
export interface MapPoint {
  x: number;
  y: number;
}

/** A place as a map stores it. */
export type StoredPoint = readonly [x: number, y: number];

/** What a pin or a zone opens. `sessionId` is that of a scene; empty for the others. */
export interface MapTarget {
  kind: 'entity' | 'scene' | 'map';
  id: string;
  sessionId: string;
}

interface MapMark {
  id: string;
  /** The GM's own words; empty where it is called as what it opens. */
  label: string;
  target: MapTarget | null;
  /** For the GM. */
  note: string;
  isForPlayers: boolean;
}

export interface MapPin extends MapMark {
  at: MapPoint;
}

export interface MapZone extends MapMark {
  corners: readonly MapPoint[];
}

/** More than a GM places; what a peer or a file adds beyond them is not drawn. */
export const MAP_PINS_MAX = 1000;
export const MAP_ZONES_MAX = 200;
export const ZONE_CORNERS_MAX = 200;
/** UTF-16 units. */
export const MARK_LABEL_MAX = 200;
export const MARK_NOTE_MAX = 5000;

/** Null for what is no place. */
const readPoint = (value: unknown): MapPoint | null => {
  if (!Array.isArray(value)) return null;
  const [x, y] = value as readonly unknown[];
  return isFiniteNumber(x) && isFiniteNumber(y) ? { x: clamp(x, 0, 1), y: clamp(y, 0, 1) } : null;
};

/** A place as it is stored: on the picture, to a hundred-thousandth of its side. */
export const storedPoint = ({ x, y }: MapPoint): StoredPoint => [roundShare(x), roundShare(y)];
const roundShare = (share: number): number => Math.round(clamp(share, 0, 1) * 1e5) / 1e5;

/** Null for what names nothing that this version can open. */
export const readMapTarget = (value: unknown): MapTarget | null => {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, id, sessionId } = value as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || !isId(id)) return null;
  if (kind === 'entity' || kind === 'map') return { kind, id, sessionId: '' };
  return kind === 'scene' && typeof sessionId === 'string' && isId(sessionId) ? { kind, id, sessionId } : null;
};

type MarkFields = Pick<GameMap, 'pins' | 'zones' | 'labels' | 'targets' | 'notes' | 'forPlayers' | 'gone'>;

const own = (group: Readonly<Record<string, unknown>>, id: string): unknown =>
  Object.hasOwn(group, id) ? group[id] : undefined;

const wordsOf = (value: unknown, longest: number): string => (typeof value === 'string' ? value.slice(0, longest) : '');

/** A digest of all that a map tells of a pin or a zone. */
export const markDigest = (map: MarkFields, id: string): number =>
  digestOfParts(
    [map.pins, map.zones, map.labels, map.targets, map.notes, map.forPlayers].map((group) => own(group, id) ?? null),
  );

const isGone = (map: MarkFields, id: string): boolean =>
  own(map.gone, id) !== undefined && own(map.gone, id) === markDigest(map, id);

const markOf = ({ labels, targets, notes, forPlayers }: MarkFields, id: string): MapMark => {
  const stored = own(targets, id) ?? null;
  const target = readMapTarget(stored);
  return {
    id,
    label: wordsOf(own(labels, id), MARK_LABEL_MAX),
    target,
    note: wordsOf(own(notes, id), MARK_NOTE_MAX),
    // What a later version opens may be hidden from players: this one cannot know.
    isForPlayers: own(forPlayers, id) === true && (stored === null || target !== null),
  };
};

/** The ids of a group that are not deleted, in an order that is the same on every device. */
const idsOf = (map: MarkFields, group: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(group)
    .filter((id) => !isGone(map, id))
    .sort();

/** The pins of a map, by their ids. */
export const mapPins = (map: MarkFields): MapPin[] =>
  idsOf(map, map.pins)
    .flatMap((id): MapPin[] => {
      const at = readPoint(map.pins[id]);
      return at ? [{ ...markOf(map, id), at }] : [];
    })
    .slice(0, MAP_PINS_MAX);

/** The corners of a zone as a map stores them. */
const readCorners = (value: unknown): MapPoint[] =>
  Array.isArray(value) ? value.slice(0, ZONE_CORNERS_MAX).flatMap((each) => readPoint(each) ?? []) : [];

/** The zones of a map, by their ids; a shape with fewer than 3 corners is none. */
export const mapZones = (map: MarkFields): MapZone[] =>
  idsOf(map, map.zones)
    .flatMap((id): MapZone[] => {
      const corners = readCorners(map.zones[id]);
      return corners.length >= 3 ? [{ ...markOf(map, id), corners }] : [];
    })
    .slice(0, MAP_ZONES_MAX);

/** The length of a path over a map's picture, in the unit of its scale; null where the map has no scale. */
export const mapDistance = (
  path: readonly MapPoint[],
  scale: Pick<GameMap, 'width'>,
  picture: { width: number; height: number } | null,
): number | null => {
  if (!scale.width || !picture?.width) return null;
  const heightOfAll = (scale.width * picture.height) / picture.width;
  return path.slice(1).reduce((length, { x, y }, i) => {
    const from = path[i]!;
    return length + Math.hypot((x - from.x) * scale.width!, (y - from.y) * heightOfAll);
  }, 0);
};

/** Where on maps a record is: the maps that have a pin or a zone that opens it. `isTarget` tells by its id. */
export const mapsWith = <M extends GameMap>(
  maps: readonly M[],
  kind: MapTarget['kind'],
  isTarget: (id: string) => boolean,
): M[] =>
  maps.filter((map) =>
    [...mapPins(map), ...mapZones(map)].some(({ target }) => target?.kind === kind && isTarget(target.id)),
  );

/** The maps around a map, the outermost first: each has a pin or a zone that opens the next. A circle ends it. */
export const mapsAround = <M extends GameMap>(maps: readonly M[], id: string): M[] => {
  const around: M[] = [];
  const seen = new Set([id]);
  for (let inner = id; ;) {
    const outer = mapsWith(maps, 'map', (each) => each === inner).find((map) => !seen.has(map.id));
    if (!outer) return around;
    seen.add(outer.id);
    around.unshift(outer);
    inner = outer.id;
  }
};
