// Attaches pictures to entities and keeps those of notes: each is drawn anew at full size and small, stored on this
// device, and named in the record of its entity or the campaign's. Sync, backups and exports find its bytes by those
// names.
import {
  ATTACHED_PICTURES_LIMIT,
  attachedPictures,
  ENTITY,
  HANDOUT,
  MAP,
  err,
  namedPicture,
  ok,
  readAttachedPicture,
  type AttachedPicture,
  type Result,
} from '@emberkeep/domain';
import {
  addNotePicture,
  editEntity,
  getRecord,
  listRecords,
  notePicturesOf,
  type CampaignDocs,
  type DeviceDatabase,
} from '@emberkeep/store';
import { BLOB_MAX } from '@emberkeep/sync/wire';
import { hashOf } from '#lib/device/hash-of.ts';
import { STORED_SIDE } from '#lib/device/picture-size.ts';
import { addPicture } from '#lib/device/pictures.ts';
import { RedrawTookTooLong, startRedrawing, type DrawnPicture, type Redrawing } from '#lib/device/redraw-pictures.ts';
import { isUnfetched } from '#lib/ui/load-part.ts';
import { workerFailure } from '#lib/ui/worker-failure.ts';

/** Longest side of what lists and portraits show, pixels. */
const SMALL_SIDE = 512;
/** What a note shows: sharp over the width of a page. */
export const NOTE_SIDE = 1280;

const MEDIA_TYPES: Readonly<Record<string, string>> = { jpg: 'jpeg', jfif: 'jpeg' };

/** A picture of an imported file as a Blob of the type that its name says. */
export const pictureFile = (name: string, bytes: Uint8Array): Blob => {
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return new Blob([bytes as BlobPart], { type: `image/${MEDIA_TYPES[ending] ?? ending}` });
};

/**
 * `NotAnImage`: this browser cannot read it. `UnreadableFile`: the device does not hand out the file. `PictureTookTooLong`,
 * `NotOnDevice`: it could not be drawn. `PicturesFull`: the campaign has no room for it.
 */
export type AttachError = { type: 'NotAnImage' } | { type: 'PicturesFull' } | { type: string };

/** Why a worker drew no picture. One that ran out of memory has read none. */
const drawError = (error: unknown): AttachError => {
  if (error instanceof RedrawTookTooLong) return { type: 'PictureTookTooLong' };
  return { type: isUnfetched(error) ? 'NotOnDevice' : 'NotAnImage' };
};

/** Bytes that the pictures of entities, handouts, maps and notes take. One that several have is stored once. */
const attachedBytes = (docs: CampaignDocs): number => {
  const ofEntities = listRecords(docs.ledger, ENTITY).flatMap((entity) => Object.values(entity.pictures));
  const ofHandouts = [...listRecords(docs.ledger, HANDOUT), ...listRecords(docs.ledger, MAP)].map(
    ({ picture }) => picture,
  );
  const pictures = [...ofEntities, ...ofHandouts, ...Object.values(notePicturesOf(docs))].flatMap(
    (value) => readAttachedPicture(value) ?? [],
  );
  return [...new Map(pictures.map((picture) => [picture.full, picture.bytes])).values()].reduce((a, b) => a + b, 0);
};

const fileName = (path: string): string => path.split('/').at(-1) ?? path;

/** Stores pictures for as long as it runs; each is drawn and stored once. Call `stop` at the end. */
export class Attaching {
  #redrawing: Redrawing | null = null;
  /** What was stored, by the hash of the file that it came from. */
  readonly #stored = new Map<string, Omit<AttachedPicture, 'name'>>();

  constructor(
    private readonly db: DeviceDatabase,
    private readonly draw: () => Redrawing = () => startRedrawing(workerFailure),
    private readonly smallSide = SMALL_SIDE,
  ) {}

  /** Stores a picture at both sizes. `source`: the hash of the file. */
  async store(file: Blob): Promise<Result<{ source: string } & Omit<AttachedPicture, 'name'>, AttachError>> {
    // A file of a cloud folder that is not here, or that was changed or removed since it was chosen, cannot be read.
    const bytesOfFile = await file.arrayBuffer().catch(() => null);
    if (!bytesOfFile) return err({ type: 'UnreadableFile' });
    const source = await hashOf(new Uint8Array(bytesOfFile));
    const known = this.#stored.get(source);
    if (known) return ok({ source, ...known });
    const drawn = await this.#drawn(file);
    if (!drawn.ok) return drawn;
    const { full, small } = drawn.value;
    const [fullHash, smallHash] = [await addPicture(this.db, full.blob), await addPicture(this.db, small.blob)];
    if (!fullHash.ok) return fullHash;
    if (!smallHash.ok) return smallHash;
    const bytes = full.blob.size + (fullHash.value === smallHash.value ? 0 : small.blob.size);
    const stored = { full: fullHash.value, small: smallHash.value, width: full.width, height: full.height, bytes };
    this.#stored.set(source, stored);
    return ok({ source, ...stored });
  }

  async #drawn(file: Blob): Promise<Result<{ full: DrawnPicture; small: DrawnPicture }, AttachError>> {
    try {
      this.#redrawing ??= this.draw();
      const sides = [STORED_SIDE, this.smallSide];
      const [full, small] = (await this.#redrawing.draw({ file, sides, limit: BLOB_MAX })) ?? [];
      return full && small ? ok({ full, small }) : err({ type: 'NotAnImage' });
    } catch (error) {
      return err(drawError(error));
    }
  }

  /** Attaches a picture to an entity; false if it has it already. `name`: a path or the name of a file. */
  async attach(docs: CampaignDocs, id: string, name: string, file: Blob): Promise<Result<boolean, AttachError>> {
    const stored = await this.store(file);
    if (!stored.ok) return stored;
    const { source, ...picture } = stored.value;
    const entity = getRecord(docs.ledger, ENTITY, id);
    if (!entity) return err({ type: 'EntityMissing' });
    const attached = attachedPictures(entity.pictures);
    if (attached.some(({ key, full }) => key === source || full === picture.full)) return ok(false);
    if (attachedBytes(docs) + picture.bytes > ATTACHED_PICTURES_LIMIT) return err({ type: 'PicturesFull' });
    // The entry is named by the file, so that two devices that import the same one attach one picture.
    const pictures = { ...entity.pictures, [source]: { ...picture, name: fileName(name) } };
    const written = editEntity(docs, id, { pictures });
    return written.ok ? ok(true) : written;
  }

  /** Stores a picture for notes; gives the hash that they name it by. `name`: a path or the name of a file. */
  async keepForNotes(docs: CampaignDocs, name: string, file: Blob): Promise<Result<string, AttachError>> {
    const stored = await this.store(file);
    if (!stored.ok) return stored;
    const { source, ...picture } = stored.value;
    if (namedPicture(notePicturesOf(docs), source)) return ok(source);
    if (attachedBytes(docs) + picture.bytes > ATTACHED_PICTURES_LIMIT) return err({ type: 'PicturesFull' });
    const added = addNotePicture(docs, source, { ...picture, name: fileName(name) });
    return added.ok ? ok(source) : added;
  }

  /** Stores a picture for a handout or a map; gives what it names it by. `name`: a path or the name of a file. */
  async keepForHandout(docs: CampaignDocs, name: string, file: Blob): Promise<Result<AttachedPicture, AttachError>> {
    const stored = await this.store(file);
    if (!stored.ok) return stored;
    const { full, small, width, height, bytes } = stored.value;
    if (attachedBytes(docs) + bytes > ATTACHED_PICTURES_LIMIT) return err({ type: 'PicturesFull' });
    return ok({ full, small, name: fileName(name), width, height, bytes });
  }

  stop(): void {
    this.#redrawing?.stop();
    this.#redrawing = null;
  }
}
