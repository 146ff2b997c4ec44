// Owns which columns of which table are filled, in an order in which foreign keys hold.
import type { Columns } from './copy.ts';

export const TABLES = {
  campaigns: { id: 'uuid', name: 'text', system: 'text', universe: 'text', currency: 'text', game_time: 'int8', day_seconds: 'int4' },
  users: { id: 'uuid', name: 'text' },
  sessions: {
    id: 'uuid', campaign_id: 'uuid', number: 'int4', real_start_time: 'timestamptz', real_end_time: 'timestamptz', duration_minutes: 'int4',
    game_start_time: 'int8', game_end_time: 'int8', game_time_elapsed_seconds: 'int8', gm_user_id: 'uuid', player_data: 'jsonb', character_ids: 'uuid[]',
    title: 'text', description: 'text', location: 'text', chapter_id: 'uuid', stage: 'text', objective: 'text', planned_objectives: 'text[]', actual_objectives: 'text[]',
    summary: 'jsonb', stats: 'jsonb', status: 'text', tags: 'text[]', notes: 'text', is_published: 'bool', created_at: 'timestamptz', updated_at: 'timestamptz',
  },
  players: { id: 'uuid', name: 'text', has_left: 'bool' },
  chapters: { id: 'uuid', title: 'text', sort_order: 'text' },
  entities: { id: 'uuid', name: 'text', entity_type: 'text', aliases: 'text[]', tags: 'text[]', is_known: 'bool', confidence: 'text', attributes: 'jsonb' },
  factions: { id: 'uuid', name: 'text', faction_type: 'text', hold: 'text', reputation: 'int4', power: 'int4', attitude: 'text', territory: 'text' },
  progress_clocks: { id: 'uuid', name: 'text', segments: 'int4', filled: 'int4', faction_id: 'uuid', visibility: 'text', consequence: 'text', is_settled: 'bool' },
  relationships: { id: 'uuid', from_id: 'uuid', to_id: 'uuid', relation_type: 'text', tone: 'text', note: 'text' },
  entity_log: { id: 'uuid', entity_id: 'uuid', session_id: 'uuid', chapter_id: 'uuid', content: 'text', log_kind: 'text', occurred_at: 'int8', confidence: 'text' },
  goals: { id: 'uuid', name: 'text', goal_type: 'text', status: 'text', progress: 'int4', target: 'int4', news: 'jsonb' },
  consequences: { id: 'uuid', trigger: 'text', effect: 'text', session_number: 'int4', is_done: 'bool' },
  session_events: { id: 'uuid', session_id: 'uuid', event_type: 'text', category: 'text', name: 'text', character_id: 'uuid', npc_id: 'uuid', entity_ids: 'uuid[]', participants: 'jsonb', details: 'jsonb', happened_at: 'timestamptz', game_time: 'int8', is_secret: 'bool' },
  scenes: { id: 'uuid', session_id: 'uuid', title: 'text', description: 'text', scene_type: 'text', status: 'text', sort_order: 'text', objective: 'text', gm_notes: 'text', entity_ids: 'uuid[]', system_data: 'jsonb', source: 'text', source_confidence: 'text', connections: 'jsonb' },
  session_chat_messages: { id: 'uuid', session_id: 'uuid', role: 'text', content: 'text', sort_order: 'text', created_at: 'timestamptz' },
  passages: {
    id: 'text', record_kind: 'text', record_id: 'uuid', part: 'text', kind: 'text', sub: 'text', label: 'text', session_id: 'uuid', chapter_id: 'uuid', entity_id: 'uuid', refs: 'uuid[]',
    audience: 'text', tags: 'text[]', game_time: 'int8', happened_at: 'int8', title: 'text', heading: 'text', aliases: 'text', names: 'text', body: 'text',
  },
  passage_vectors: { passage_id: 'text', model: 'text', embedding: 'vector' },
} as const satisfies Record<string, Columns>;
export type TableName = keyof typeof TABLES;
