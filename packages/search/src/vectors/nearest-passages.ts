// Finds the passages that a query's vector is nearest to: by signs in memory, and the best of these by the cosine of the
// vectors that Postgres holds. It belongs to one database and follows it: rows are numbered in the order in which they
// are written, so those above the last number are new, and a number that finds no row is of a vector that is gone.
import type { Sql } from '../index-db/sql.ts';
import type { Filter } from '../query/filters.ts';
import { cosineOf } from './quantise.ts';
import { SignScan } from './sign-scan.ts';

export type VectorTable = 'passage_vectors' | 'sentence_vectors';

export interface Near {
  /** Passage id. */
  id: string;
  cosine: number;
}

/**
 * Vectors whose cosine is computed for each place of a list: the best by signs hold nearly all of the best by cosine.
 */
const CANDIDATES_PER_PLACE = 7;
/** Where a filter leaves fewer of them than this for each place, {@link MORE} times as many are looked at. */
const LEFT_PER_PLACE = 3;
const MORE = 4;
/** A filter that leaves at most this many passages is answered by the cosines of all of them. */
const FEW = 1500;
/** Rows read at a time. */
const PIECE = 5000;

interface Scanned {
  scan: SignScan;
  /** The number of the last row that was read. */
  last: number;
  /** Ends when reading what is new has ended; one runs at a time. */
  reading: Promise<void>;
}

/** `embedding` as base64, which PGlite reads five times as fast as bytes; null where the filter leaves it out. */
type StoredVector = { id: string; embedding: string | null };

const bytesOfBase64 = (base64: string): Uint8Array => {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
};
const componentsOf = (base64: string): Int8Array => new Int8Array(bytesOfBase64(base64).buffer);

export class NearestPassages {
  readonly #scans = new Map<string, Scanned>();

  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** Reads the signs of all vectors, so that the first query need not wait for them. */
  async warm(): Promise<void> {
    for (const table of ['passage_vectors', 'sentence_vectors'] as const) {
      const { rows } = await this.#sql.query<{ model: string }>(`SELECT DISTINCT model FROM ${table}`);
      for (const { model } of rows) await this.#read(table, model);
    }
  }

  /** Nearest first, at most as many as the filter's lists take. Vectors of another model are not compared. */
  async near(
    { table, model, vector }: { table: VectorTable; model: string; vector: Float32Array },
    filter: Filter,
  ): Promise<Near[]> {
    const { scan } = await this.#read(table, model);
    const stored =
      !filter.isEmpty && (await this.#leavesFew(filter))
        ? await this.#allThatPass({ table, model }, filter)
        : await this.#candidates({ table, model, scan, vector }, filter);
    return stored
      .flatMap(({ id, embedding }) => (embedding ? [{ id, cosine: cosineOf(vector, componentsOf(embedding)) }] : []))
      .sort((a, b) => b.cosine - a.cosine || (a.id < b.id ? -1 : 1))
      .slice(0, filter.length);
  }

  async #read(table: VectorTable, model: string): Promise<Scanned> {
    const key = `${table} ${model}`;
    const scanned = this.#scans.get(key) ?? { scan: new SignScan(), last: 0, reading: Promise.resolve() };
    this.#scans.set(key, scanned);
    const readNew = (): Promise<void> => this.#readNew(table, model, scanned);
    scanned.reading = scanned.reading.then(readNew, readNew);
    await scanned.reading;
    return scanned;
  }

  async #readNew(table: VectorTable, model: string, scanned: Scanned): Promise<void> {
    for (let count = PIECE; count === PIECE;) {
      const { rows } = await this.#sql.query<{ row: number; signs: string }>(
        `SELECT write_order AS row, encode(signs, 'base64') AS signs
        FROM ${table}
        WHERE model = $1
          AND write_order > $2
        ORDER BY write_order
        LIMIT ${PIECE}`,
        [model, scanned.last],
      );
      for (const { row, signs } of rows) scanned.scan.add(Number(row), bytesOfBase64(signs));
      scanned.last = Number(rows.at(-1)?.row ?? scanned.last);
      count = rows.length;
    }
  }

  async #leavesFew(filter: Filter): Promise<boolean> {
    const { rows } = await this.#sql.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM (SELECT FROM passages p WHERE ${filter.where} LIMIT ${FEW + 1}) AS passing`,
      [...filter.params],
    );
    return rows[0]!.n <= FEW;
  }

  async #allThatPass(
    { table, model }: { table: VectorTable; model: string },
    filter: Filter,
  ): Promise<readonly StoredVector[]> {
    const { rows } = await this.#sql.query<StoredVector>(
      `SELECT p.id, encode(v.embedding, 'base64') AS embedding
      FROM passages p
      JOIN ${table} v ON v.passage_id = p.id
      WHERE v.model = $${filter.params.length + 1}
        AND ${filter.where}`,
      [...filter.params, model],
    );
    return rows;
  }

  async #candidates(
    wanted: { table: VectorTable; model: string; scan: SignScan; vector: Float32Array },
    filter: Filter,
  ): Promise<readonly StoredVector[]> {
    for (let count = filter.length * CANDIDATES_PER_PLACE; ; count *= MORE) {
      const numbers = wanted.scan.nearest(wanted.vector, count);
      const rows = await this.#rowsOf(wanted.table, numbers, filter);
      // Most of them are gone, as after the index was filled anew: the others are read again.
      if (rows.length * 2 < numbers.length) return this.#candidates(await this.#readAgain(wanted), filter);
      const passing = rows.filter(({ embedding }) => embedding !== null).length;
      if (filter.isEmpty || passing >= filter.length * LEFT_PER_PLACE || numbers.length < count) return rows;
    }
  }

  async #readAgain<T extends { table: VectorTable; model: string; scan: SignScan }>(wanted: T): Promise<T> {
    this.#scans.delete(`${wanted.table} ${wanted.model}`);
    return { ...wanted, scan: (await this.#read(wanted.table, wanted.model)).scan };
  }

  async #rowsOf(table: VectorTable, numbers: readonly number[], filter: Filter): Promise<readonly StoredVector[]> {
    const embedding = `encode(v.embedding, 'base64')`;
    const passing = filter.isEmpty ? embedding : `CASE WHEN ${filter.where} THEN ${embedding} END`;
    const { rows } = await this.#sql.query<StoredVector>(
      `SELECT v.passage_id AS id, ${passing} AS embedding
      FROM ${table} v
      ${filter.isEmpty ? '' : 'JOIN passages p ON p.id = v.passage_id'}
      WHERE v.write_order = ANY($${filter.params.length + 1}::bigint[])`,
      [...filter.params, numbers],
    );
    return rows;
  }
}
