-- The records of one campaign as tables: what a GM queries in SQL, and what review and analytics are computed from.
-- Every row is a copy of a record in the campaign's documents and goes with the index. Foreign keys exist only where
-- the data model guarantees them: any other row may arrive before the one it points at, because documents merge in
-- any order.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

CREATE TABLE campaigns (
  id UUID PRIMARY KEY,
  name TEXT NOT NULL,
  system TEXT,
  universe TEXT,
  currency TEXT,
  game_time BIGINT, -- seconds since campaign start
  day_seconds INTEGER NOT NULL DEFAULT 86400 -- length of a day in the campaign's calendar
);

-- The GMs: one row per name, because nobody needs an account.
CREATE TABLE users (
  id UUID PRIMARY KEY,
  name TEXT NOT NULL
);

CREATE TABLE sessions (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  campaign_id UUID NOT NULL REFERENCES campaigns(id),
  number INTEGER NOT NULL,

  -- Real-world timing
  real_start_time TIMESTAMP WITH TIME ZONE,
  real_end_time TIMESTAMP WITH TIME ZONE,
  duration_minutes INTEGER,

  -- Game time
  game_start_time BIGINT, -- Total seconds since campaign start
  game_end_time BIGINT,
  game_time_elapsed_seconds BIGINT, -- negative for a flashback

  -- Participants
  gm_user_id UUID NOT NULL REFERENCES users(id),
  player_data JSONB, -- Array of SessionPlayer objects
  character_ids UUID[],

  -- Content
  title TEXT,
  description TEXT,
  location TEXT,
  chapter_id UUID,
  stage TEXT,
  objective TEXT,

  -- Planning and objectives
  planned_objectives TEXT[],
  actual_objectives TEXT[],

  -- Summary
  summary JSONB,

  -- Statistics
  stats JSONB,

  -- Metadata
  status TEXT NOT NULL DEFAULT 'planned', -- planned, in_progress, completed, cancelled
  tags TEXT[],
  notes TEXT,
  is_published BOOLEAN NOT NULL DEFAULT FALSE,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT NOW(),
  updated_at TIMESTAMP WITH TIME ZONE DEFAULT NOW(), -- last revision of the session's fields; its texts have no times

  -- Constraints
  UNIQUE(campaign_id, number)
);

CREATE INDEX idx_sessions_campaign ON sessions(campaign_id);
CREATE INDEX idx_sessions_status ON sessions(status);
CREATE INDEX idx_sessions_real_time ON sessions(real_start_time);
CREATE INDEX idx_sessions_number ON sessions(campaign_id, number);
CREATE INDEX idx_sessions_tags ON sessions USING GIN(tags);

CREATE TABLE players (
  id UUID PRIMARY KEY,
  name TEXT NOT NULL,
  has_left BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE chapters (
  id UUID PRIMARY KEY,
  title TEXT NOT NULL,
  sort_order TEXT
);

CREATE TABLE entities (
  id UUID PRIMARY KEY,
  name TEXT NOT NULL,
  entity_type TEXT NOT NULL,
  aliases TEXT[] NOT NULL DEFAULT '{}',
  tags TEXT[] NOT NULL DEFAULT '{}',
  is_known BOOLEAN NOT NULL DEFAULT FALSE,
  confidence TEXT,
  attributes JSONB
);
CREATE INDEX idx_entities_type ON entities(entity_type);
CREATE INDEX idx_entities_tags ON entities USING GIN(tags);

CREATE TABLE factions (
  id UUID PRIMARY KEY,
  name TEXT NOT NULL,
  faction_type TEXT NOT NULL DEFAULT 'OTHER',
  hold TEXT,
  reputation INTEGER NOT NULL DEFAULT 0,
  power INTEGER,
  attitude TEXT,
  territory TEXT
);

CREATE TABLE progress_clocks (
  id UUID PRIMARY KEY,
  name TEXT NOT NULL,
  segments INTEGER NOT NULL,
  filled INTEGER NOT NULL DEFAULT 0,
  faction_id UUID, -- the faction, or any other entity, that it belongs to
  visibility TEXT,
  consequence TEXT,
  is_settled BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE relationships (
  id UUID PRIMARY KEY,
  from_id UUID,
  to_id UUID,
  relation_type TEXT,
  tone TEXT,
  note TEXT
);
CREATE INDEX idx_relationships_from ON relationships(from_id);
CREATE INDEX idx_relationships_to ON relationships(to_id);

CREATE TABLE entity_log (
  id UUID PRIMARY KEY,
  entity_id UUID,
  session_id UUID,
  chapter_id UUID,
  content TEXT NOT NULL,
  log_kind TEXT,
  occurred_at BIGINT, -- seconds since campaign start
  confidence TEXT
);
CREATE INDEX idx_entity_log_entity ON entity_log(entity_id);

CREATE TABLE goals (
  id UUID PRIMARY KEY,
  name TEXT NOT NULL,
  goal_type TEXT,
  status TEXT,
  progress INTEGER,
  target INTEGER,
  news JSONB -- array of {kind, sessionId, at, text}
);

CREATE TABLE consequences (
  id UUID PRIMARY KEY,
  trigger TEXT,
  effect TEXT NOT NULL,
  session_number INTEGER,
  is_done BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE session_events (
  id UUID PRIMARY KEY,
  session_id UUID NOT NULL,
  event_type TEXT NOT NULL,
  category TEXT NOT NULL,
  name TEXT,
  character_id UUID,
  npc_id UUID,
  entity_ids UUID[] NOT NULL DEFAULT '{}', -- every entity that it names
  participants JSONB,
  details JSONB,
  happened_at TIMESTAMP WITH TIME ZONE,
  game_time BIGINT, -- seconds since campaign start
  is_secret BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE INDEX idx_session_events_session ON session_events(session_id);
CREATE INDEX idx_session_events_type ON session_events(event_type);
CREATE INDEX idx_session_events_entities ON session_events USING GIN(entity_ids);

CREATE TABLE scenes (
  id UUID PRIMARY KEY,
  session_id UUID NOT NULL,
  title TEXT NOT NULL,
  description TEXT,
  scene_type TEXT,
  status TEXT,
  sort_order TEXT,
  objective TEXT,
  gm_notes TEXT,
  entity_ids UUID[] NOT NULL DEFAULT '{}',
  system_data JSONB,
  source TEXT,
  source_confidence TEXT,
  connections JSONB
);
CREATE INDEX idx_scenes_session ON scenes(session_id);
CREATE INDEX idx_scenes_entities ON scenes USING GIN(entity_ids);

CREATE TABLE session_chat_messages (
  id UUID PRIMARY KEY,
  session_id UUID NOT NULL,
  role TEXT NOT NULL,
  content TEXT NOT NULL,
  sort_order TEXT,
  created_at TIMESTAMP WITH TIME ZONE
);
CREATE INDEX idx_chat_session ON session_chat_messages(session_id);
