// Owns reading records out of raw fields. Bytes come from peers, so every field is checked and has a default; a record
// without its creation field is not there yet (its creation may arrive later).
import {
  ENTITY_TYPES, SCENE_STATUSES, SCENE_TYPES, STAGES, STATUSES, TONES,
  type Campaign, type Entity, type LiveClaim, type Relationship, type Scene, type Session,
} from '@emberkeep/domain';
import type { RawRecord } from './record-table.ts';

const text = (value: unknown, fallback = ''): string => (typeof value === 'string' ? value : fallback);
const whole = (value: unknown, fallback = 0): number => (typeof value === 'number' && Number.isFinite(value) ? Math.floor(value) : fallback);
const oneOf = <T extends string>(values: readonly T[], value: unknown, fallback: T): T => ((values as readonly unknown[]).includes(value) ? (value as T) : fallback);

/** The raw map of the campaign's own facts has one record with this id. */
export const META_ID = 'campaign';

export const readCampaign = (raw: RawRecord | undefined): Campaign | null =>
  raw?.fields.has('name') ? { name: text(raw.fields.get('name'), 'Campaign'), system: text(raw.fields.get('system')), createdAt: whole(raw.fields.get('createdAt')) } : null;

/** `live/<device>` keys: which evening each device last made live. */
export const readLiveClaims = (raw: RawRecord | undefined): LiveClaim[] => {
  const claims: LiveClaim[] = [];
  for (const [deviceId, value] of raw?.fields ?? []) {
    if (typeof value !== 'object' || value === null) continue;
    const { sessionId, sequence } = value as { sessionId?: unknown; sequence?: unknown };
    if ((sessionId === null || typeof sessionId === 'string') && typeof sequence === 'number') claims.push({ deviceId, sessionId, sequence });
  }
  return claims;
};

export const readSession = (id: string, raw: RawRecord): Session | null => {
  const f = raw.fields;
  if (!f.has('number')) return null;
  return {
    id, number: whole(f.get('number'), 1), title: text(f.get('title')), date: text(f.get('date')), objective: text(f.get('objective')),
    status: oneOf(STATUSES, f.get('status'), 'planned'), stage: oneOf(STAGES, f.get('stage'), 'prep'), createdAt: whole(f.get('createdAt')),
  };
};

export const readEntity = (id: string, raw: RawRecord): Entity | null => {
  const f = raw.fields;
  if (!f.has('name')) return null;
  const name = text(f.get('name'), 'Unnamed');
  const aliases = [...(raw.sets.get('alias') ?? [])].filter((a) => a !== name).sort();
  return { id, entityType: oneOf(ENTITY_TYPES, f.get('entityType'), 'other'), name, aliases, createdAt: whole(f.get('createdAt')) };
};

export const readScene = (id: string, raw: RawRecord): Scene | null => {
  const f = raw.fields;
  if (!f.has('title')) return null;
  return {
    id, title: text(f.get('title')), sceneType: oneOf(SCENE_TYPES, f.get('sceneType'), 'other'), status: oneOf(SCENE_STATUSES, f.get('status'), 'planned'),
    description: text(f.get('description')), order: text(f.get('order'), 'V'), createdAt: whole(f.get('createdAt')),
  };
};

export const readRelationship = (id: string, raw: RawRecord): Relationship | null => {
  const f = raw.fields;
  if (!f.has('fromId') || !f.has('toId')) return null;
  return { id, fromId: text(f.get('fromId')), toId: text(f.get('toId')), relationType: text(f.get('relationType')), tone: oneOf(TONES, f.get('tone'), 'neutral') };
};
