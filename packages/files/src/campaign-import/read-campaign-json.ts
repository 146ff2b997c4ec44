// Reads the JSON of the source documents and of older tools: one session, a list of sessions, loose events, or a
// campaign with factions and sessions. Yields plain data; transfer/ makes records of it.
import { isObject, obj, opened, str, type Json } from '../json.ts';
import type { ImportedCampaign, ImportedSession } from './imported-campaign.ts';
import { readEvent } from './read-event.ts';
import { readFaction } from './read-faction.ts';
import { readSession } from './read-session.ts';
import { listOrOne, unknownKeys } from './values.ts';

/** `NotACampaign`: no session, event or faction in it. */
export type CampaignImportError = { type: 'NotJson' } | { type: 'NotACampaign' };

/** Any one of these keys marks an object as a session. */
const SESSION_KEYS = [
  'number',
  'session_number',
  'realTime',
  'gameTime',
  'participants',
  'log',
  'planned_scenes',
  'scenes',
  'discoveries',
  'player_decisions',
  'consequences',
  'plannedObjectives',
  'stats',
];

/** What is read of a campaign. */
const CAMPAIGN_KEYS = new Set(['id', 'factions', 'sessions', 'events']);

const isSession = (value: unknown): value is Json => isObject(value) && SESSION_KEYS.some((key) => key in value);

const isLooseEvent = (value: unknown): value is Json =>
  isObject(value) && 'sessionId' in value && ('event' in value || 'event_type' in value);

/** Adds events to the sessions they name; an event of a session that is not in the file makes one of its own. */
const addLooseEvents = (sessions: ImportedSession[], events: readonly Json[], remarks: string[]): void => {
  for (const event of events) {
    const externalId = str(event['sessionId']);
    const index = sessions.findIndex((s) => s.externalId === externalId);
    const session = sessions[index] ?? readSession({ id: externalId }, remarks);
    const extended = { ...session, events: [...session.events, readEvent(event)] };
    if (index === -1) sessions.push(extended);
    else sessions[index] = extended;
  }
};

/** Reads campaign JSON. Never throws, whatever the text. */
export const readCampaignJson = (
  text: string,
): { ok: true; value: ImportedCampaign } | { ok: false; error: CampaignImportError } => {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return { ok: false, error: { type: 'NotJson' } };
  }
  const remarks: string[] = [];
  const campaign = Array.isArray(root) ? {} : obj(root);
  const isSingle = isSession(root) || isLooseEvent(root);
  const parts: unknown[] = Array.isArray(root) ? root : isSingle ? [root] : [];
  const factions = listOrOne(opened(campaign['factions'])).map((faction) => readFaction(faction, remarks));
  const sessions = [
    ...parts.filter(isSession),
    ...(isSession(root) ? [] : listOrOne(campaign['sessions']).filter(isObject)),
  ].map((session) => readSession(session, remarks));
  const loose = [...parts, ...listOrOne(campaign['events'])];
  addLooseEvents(sessions, loose.filter(isLooseEvent), remarks);
  const rest = isSingle ? [] : Object.keys(unknownKeys(campaign, CAMPAIGN_KEYS));
  if (rest.length > 0)
    remarks.push(`Parts of the file that Emberkeep has no place for were left out: ${rest.join(', ')}.`);
  const unread = isSession(root) ? [] : listOrOne(campaign['sessions']).filter((session) => !isObject(session));
  const unknown = [...loose, ...unread].filter((part) => !isSession(part) && !isLooseEvent(part)).length;
  if (unknown > 0) remarks.push(`Entries without a session were left out: ${unknown}.`);
  if (factions.length === 0 && sessions.length === 0) return { ok: false, error: { type: 'NotACampaign' } };
  return { ok: true, value: { factions, sessions, remarks } };
};
