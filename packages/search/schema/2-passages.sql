-- What is searched: short texts with their origin. `names` holds the names of what the record points at, joined from
-- `entities`, so that a rename reaches every passage; it has its own weight (C) because players may not search by it.

-- A text as it is searched: lower case, without accents. Equals foldLetters of the domain, with which queries fold.
CREATE FUNCTION fold_letters(t TEXT) RETURNS TEXT LANGUAGE SQL IMMUTABLE PARALLEL SAFE
RETURN CASE
  -- Most texts are in ASCII, and the index lowers them itself.
  WHEN octet_length(t) = length(t) THEN t
  ELSE replace(replace(replace(replace(
    translate(
      normalize(regexp_replace(normalize(lower(t), NFD), '[\u0300-\u036f]', '', 'g'), NFC),
      'øłđðıς',
      'olddiσ'
    ),
    'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'ß', 'ss')
END;

CREATE TABLE passages (
  id TEXT PRIMARY KEY, -- <kind>:<record>:<part>:<number>
  record_kind TEXT NOT NULL,
  record_id UUID NOT NULL,
  part TEXT NOT NULL,
  kind TEXT NOT NULL, -- session, note, chapter, entity, scene, event, log, chat, clock, goal, notebook
  sub TEXT NOT NULL DEFAULT '', -- the type of entity, scene or event; prep, play or actual for notes
  label TEXT NOT NULL DEFAULT '', -- what it is called on screen, such as "Scene GM notes"
  session_id UUID,
  chapter_id UUID,
  entity_id UUID,
  refs UUID[] NOT NULL DEFAULT '{}',
  audience TEXT NOT NULL DEFAULT 'gm', -- gm, table
  tags TEXT[] NOT NULL DEFAULT '{}',
  game_time BIGINT,
  happened_at BIGINT, -- in Unix ms, for "newest first"
  title TEXT NOT NULL DEFAULT '',
  heading TEXT NOT NULL DEFAULT '',
  aliases TEXT NOT NULL DEFAULT '',
  names TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL DEFAULT '',
  lexemes TSVECTOR GENERATED ALWAYS AS (
    setweight(to_tsvector('english', fold_letters(title || ' ' || aliases)), 'A')
    || setweight(to_tsvector('english', fold_letters(heading)), 'B')
    || setweight(to_tsvector('english', fold_letters(names)), 'C')
    || setweight(to_tsvector('english', fold_letters(body)), 'D')
  ) STORED,
  -- Words in the form they are written in: for exact phrases, exclusions and the vocabulary.
  words TSVECTOR GENERATED ALWAYS AS (
    to_tsvector('simple', fold_letters(title || ' ' || aliases || ' ' || heading || ' ' || body))
  ) STORED
);
CREATE INDEX idx_passages_record ON passages(record_id);
CREATE INDEX idx_passages_session ON passages(session_id);
CREATE INDEX idx_passages_refs ON passages USING GIN(refs);
CREATE INDEX idx_passages_lexemes ON passages USING GIN(lexemes);
CREATE INDEX idx_passages_words ON passages USING GIN(words);

-- The concepts of each passage by the lexicon. Vectors are compared in TypeScript (src/vectors), which reads the signs
-- of all of them once, in the order of writing.
CREATE TABLE passage_vectors (
  passage_id TEXT NOT NULL REFERENCES passages(id) ON DELETE CASCADE,
  model TEXT NOT NULL,
  embedding BYTEA NOT NULL, -- one signed byte a dimension
  signs BYTEA NOT NULL, -- one bit a dimension
  write_order BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE
);
-- By hash, because the ids are long: a fifth of what a primary key takes.
CREATE INDEX idx_passage_vectors_passage ON passage_vectors USING HASH(passage_id);

-- One row per passage and sentence model: vectors of different models are never compared.
CREATE TABLE sentence_vectors (
  passage_id TEXT NOT NULL REFERENCES passages(id) ON DELETE CASCADE,
  model TEXT NOT NULL,
  embedding BYTEA NOT NULL,
  signs BYTEA NOT NULL,
  write_order BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE
);
CREATE INDEX idx_sentence_vectors_passage ON sentence_vectors USING HASH(passage_id);

-- The campaign's own words, for repairing spelling and for telling common words: how many passages have each, and how
-- many entities have it in their name.
CREATE TABLE vocabulary (
  word TEXT PRIMARY KEY,
  passage_count INTEGER NOT NULL,
  name_count INTEGER NOT NULL DEFAULT 0,
  stem TEXT GENERATED ALWAYS AS ((ts_lexize('english_stem', word))[1]) STORED
);
-- Without a pending list: the planner expects it to be slow and reads the whole table instead.
CREATE INDEX idx_vocabulary_trigrams ON vocabulary USING GIN(word gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX idx_vocabulary_sound ON vocabulary(dmetaphone(word));
CREATE INDEX idx_vocabulary_stem ON vocabulary(stem);

-- Keeps the vocabulary current: adds the words of inserted passages and takes away those of deleted ones.
CREATE FUNCTION count_words() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO vocabulary (word, passage_count, name_count)
    SELECT word, sum(n), sum(names)
    FROM (
      SELECT word, 1 AS n, 0 AS names
      FROM added, unnest(tsvector_to_array(words)) AS word
      UNION ALL
      SELECT word, 0, 1
      FROM added, unnest(tsvector_to_array(to_tsvector('simple', fold_letters(title || ' ' || aliases)))) AS word
      WHERE kind = 'entity'
        AND part = 'main'
    ) AS counted
    GROUP BY word
    ON CONFLICT (word) DO UPDATE SET
      passage_count = vocabulary.passage_count + excluded.passage_count,
      name_count = vocabulary.name_count + excluded.name_count;
  ELSE
    UPDATE vocabulary v
    SET
      passage_count = v.passage_count - gone.n,
      name_count = v.name_count - gone.names
    FROM (
      SELECT word, sum(n) AS n, sum(names) AS names
      FROM (
        SELECT word, 1 AS n, 0 AS names
        FROM removed, unnest(tsvector_to_array(words)) AS word
        UNION ALL
        SELECT word, 0, 1
        FROM removed, unnest(tsvector_to_array(to_tsvector('simple', fold_letters(title || ' ' || aliases)))) AS word
        WHERE kind = 'entity'
          AND part = 'main'
      ) AS counted
      GROUP BY word
    ) AS gone
    WHERE v.word = gone.word;
    DELETE FROM vocabulary WHERE passage_count <= 0;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER passages_added
AFTER INSERT ON passages
REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION count_words();

CREATE TRIGGER passages_removed
AFTER DELETE ON passages
REFERENCING OLD TABLE AS removed
FOR EACH STATEMENT EXECUTE FUNCTION count_words();

-- How far filling has come; one row.
CREATE TABLE index_state (
  id INTEGER PRIMARY KEY DEFAULT 1 CHECK (id = 1),
  phase TEXT NOT NULL DEFAULT 'empty', -- empty, filling, ready, failed
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  is_kept BOOLEAN NOT NULL DEFAULT FALSE -- loaded as it was kept on the device
);
INSERT INTO index_state DEFAULT VALUES;

-- What the index was derived from, so that one that was kept on the device is caught up instead of filled anew. A
-- document is listed with the state on disk that it holds exactly; it is taken off the list when it changes.
CREATE TABLE index_documents (
  room TEXT PRIMARY KEY,
  state TEXT NOT NULL
);
-- The records of the ledger with a hash of what they read as; empty for one that changed after it was read.
CREATE TABLE index_records (
  key TEXT PRIMARY KEY, -- <kind>:<record>; `context` for what all records are read with
  hash TEXT NOT NULL
);

-- The role for SQL that a GM types: reads the campaign's tables and nothing else, neither files nor server settings.
CREATE ROLE campaign_reader NOLOGIN;
GRANT USAGE ON SCHEMA public TO campaign_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO campaign_reader;
