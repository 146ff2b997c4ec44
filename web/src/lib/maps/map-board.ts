// Draws a map with Leaflet on plain picture coordinates: pan and pinch, pins that are dragged, zones, and a path that is
// being drawn. Nothing else imports Leaflet, so that only a page with a map on it loads it.
import {
  CRS,
  divIcon,
  imageOverlay,
  latLng,
  latLngBounds,
  layerGroup,
  map as leafletMap,
  marker,
  polygon,
  polyline,
  type LatLng,
  type LayerGroup,
  type Map as LeafletMap,
  type Marker,
} from 'leaflet';
import 'leaflet/dist/leaflet.css';
import type { MapPoint } from '@emberkeep/domain';

/** A pin as it is drawn. `kind` chooses its colour: the type of an entity, or `map`, `scene`, `note`. */
export interface DrawnPin {
  id: string;
  at: MapPoint;
  name: string;
  kind: string;
  /** What a screen reader says after the name. */
  hint: string;
  isForPlayers: boolean;
}

export interface DrawnZone {
  id: string;
  corners: readonly MapPoint[];
  name: string;
  isForPlayers: boolean;
}

/** What is on the board. */
export interface MapDrawing {
  pins: readonly DrawnPin[];
  zones: readonly DrawnZone[];
  /** The pin or zone that is open; empty for none. */
  selectedId: string;
  /** The path or zone that is being drawn. */
  path: readonly MapPoint[];
}

export interface MapBoardOptions {
  /** The size of the picture, pixels. */
  width: number;
  height: number;
  /** What a screen reader calls the board. */
  label: string;
  onTap(at: MapPoint): void;
  /** A tap on a pin or a zone, and where it was. */
  onSelect(id: string, at: MapPoint): void;
  /** Null: nothing is moved here. */
  onMovePin: ((id: string, at: MapPoint) => void) | null;
  onReshape: ((id: string, corners: MapPoint[]) => void) | null;
}

/** How far beyond its own pixels a picture is enlarged: powers of 2. */
const MOST_ZOOM = 3;
/** A finger's width, px. */
const TAP = 44;
const DOT = 24;

export class MapBoard {
  readonly #map: LeafletMap;
  readonly #marks: LayerGroup;
  #picture: ReturnType<typeof imageOverlay> | null = null;
  #isDragging = false;
  /** What came while something was dragged: drawing it then would take the drag away from the finger. */
  #waiting: MapDrawing | null = null;

  constructor(
    host: HTMLElement,
    private readonly options: MapBoardOptions,
  ) {
    const { width, height, label, onTap } = options;
    const bounds = latLngBounds([0, 0], [height, width]);
    // Leaflet focuses the map at a touch: a page that scrolled then would move the map under the finger.
    const focus = host.focus.bind(host);
    host.focus = (how) => focus({ ...how, preventScroll: true });
    this.#map = leafletMap(host, {
      crs: CRS.Simple,
      attributionControl: false,
      zoomControl: false,
      zoomSnap: 0,
      maxZoom: MOST_ZOOM,
      minZoom: -10,
      maxBounds: bounds.pad(0.5),
      // A double tap would place two pins.
      doubleClickZoom: false,
      fadeAnimation: false,
      zoomAnimation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    });
    this.showAll();
    this.#map.setMinZoom(this.#map.getZoom() - 1);
    host.setAttribute('role', 'application');
    host.setAttribute('aria-label', label);
    this.#marks = layerGroup().addTo(this.#map);
    this.#map.on('click', ({ latlng }) => onTap(this.#pointOf(latlng)));
  }

  /** The whole picture fits. */
  showAll(): void {
    const { width, height } = this.options;
    this.#map.fitBounds([
      [0, 0],
      [height, width],
    ]);
  }

  zoomBy(steps: number): void {
    this.#map.setZoom(this.#map.getZoom() + steps);
  }

  /** The place in the middle of what is on screen. */
  middle(): MapPoint {
    return this.#pointOf(this.#map.getCenter());
  }

  /** Brings a place on screen. */
  show(at: MapPoint): void {
    this.#map.panInside(this.#latLngOf(at), { padding: [60, 60] });
  }

  /** The room that the board has may have changed. */
  resize(): void {
    this.#map.invalidateSize();
  }

  setPicture(url: string): void {
    const { width, height } = this.options;
    if (this.#picture) this.#picture.setUrl(url);
    else
      this.#picture = imageOverlay(url, [
        [0, 0],
        [height, width],
      ]).addTo(this.#map);
  }

  draw(drawing: MapDrawing): void {
    if (this.#isDragging) {
      this.#waiting = drawing;
      return;
    }
    // The focus stays on the pin that is drawn anew.
    const focused = (document.activeElement as HTMLElement | null)?.dataset['pin'];
    this.#marks.clearLayers();
    for (const zone of drawing.zones) this.#drawZone(zone, zone.id === drawing.selectedId);
    for (const pin of drawing.pins) this.#drawPin(pin, pin.id === drawing.selectedId);
    if (drawing.path.length > 0) this.#drawPath(drawing.path);
    if (focused !== undefined)
      this.#map
        .getPane('markerPane')
        ?.querySelector<HTMLElement>(`[data-pin="${CSS.escape(focused)}"]`)
        ?.focus();
  }

  destroy(): void {
    this.#map.remove();
  }

  /** Calls `onEnd` with the place to which a mark was dragged. */
  #followDrag(dragged: Marker, onEnd: (at: MapPoint) => void): void {
    dragged.on('dragstart', () => (this.#isDragging = true));
    dragged.on('dragend', () => {
      this.#isDragging = false;
      onEnd(this.#pointOf(dragged.getLatLng()));
      const waiting = this.#waiting;
      this.#waiting = null;
      if (waiting) this.draw(waiting);
    });
  }

  #latLngOf({ x, y }: MapPoint): LatLng {
    return latLng((1 - y) * this.options.height, x * this.options.width);
  }

  #pointOf({ lat, lng }: LatLng): MapPoint {
    const { width, height } = this.options;
    const within = (share: number): number => Math.min(1, Math.max(0, share));
    return { x: within(lng / width), y: within(1 - lat / height) };
  }

  #drawPin(pin: DrawnPin, isSelected: boolean): void {
    const { onSelect, onMovePin } = this.options;
    const drawn = marker(this.#latLngOf(pin.at), {
      icon: divIcon({
        className: 'map-pin',
        html: pinElement(pin, isSelected),
        iconSize: [TAP, TAP],
        iconAnchor: [TAP / 2, TAP],
      }),
      // Only the open one: a finger that moves the map begins on others.
      draggable: onMovePin !== null && isSelected,
      autoPan: true,
      riseOnHover: true,
      zIndexOffset: isSelected ? 1000 : 0,
    }).addTo(this.#marks);
    const element = drawn.getElement();
    element?.setAttribute('aria-label', [pin.name, pin.hint].filter(Boolean).join(', '));
    if (element) element.dataset['pin'] = pin.id;
    drawn.on('click', () => onSelect(pin.id, pin.at));
    this.#followDrag(drawn, (at) => onMovePin?.(pin.id, at));
  }

  #drawZone(zone: DrawnZone, isSelected: boolean): void {
    const { onSelect, onReshape } = this.options;
    const corners = zone.corners.map((corner) => this.#latLngOf(corner));
    const className = `map-zone${isSelected ? ' selected' : ''}${zone.isForPlayers ? '' : ' hidden-zone'}`;
    const drawn = polygon(corners, { className, bubblingMouseEvents: false }).addTo(this.#marks);
    drawn.on('click', ({ latlng }) => onSelect(zone.id, this.#pointOf(latlng)));
    if (zone.name)
      drawn.bindTooltip(textElement(zone.name), { permanent: true, direction: 'center', className: 'map-name' });
    if (!isSelected || !onReshape) return;
    corners.forEach((corner, i) => {
      const handle = marker(corner, { icon: handleIcon(), draggable: true, keyboard: false }).addTo(this.#marks);
      this.#followDrag(handle, (place) =>
        onReshape(
          zone.id,
          zone.corners.map((each, at) => (at === i ? place : each)),
        ),
      );
    });
  }

  #drawPath(path: readonly MapPoint[]): void {
    const points = path.map((point) => this.#latLngOf(point));
    polyline(points, { className: 'map-path', interactive: false }).addTo(this.#marks);
    for (const point of points)
      marker(point, { icon: dotIcon(), interactive: false, keyboard: false }).addTo(this.#marks);
  }
}

/** A corner to drag: as large as a finger, and drawn as small as the corner of a path. */
const handleIcon = () => divIcon({ className: 'map-handle', iconSize: [TAP, TAP] });
const dotIcon = () => divIcon({ className: 'map-dot', iconSize: [DOT, DOT] });

/** Leaflet takes text for HTML: words of a map are set as text. */
const textElement = (words: string): HTMLElement => {
  const element = document.createElement('span');
  element.textContent = words;
  return element;
};

const pinElement = ({ name, kind, isForPlayers }: DrawnPin, isSelected: boolean): HTMLElement => {
  const element = document.createElement('span');
  element.className = `pin-body${isSelected ? ' selected' : ''}${isForPlayers ? '' : ' hidden-pin'}`;
  element.dataset['kind'] = kind;
  const head = document.createElement('span');
  head.className = 'pin-head';
  element.append(head);
  if (name) {
    const words = textElement(name);
    words.className = 'pin-name';
    element.append(words);
  }
  return element;
};
