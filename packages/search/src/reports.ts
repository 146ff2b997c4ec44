// The saved reports: SQL that a GM may run as it is or edit. A property test holds attendance and figures equal to
// the pure functions of domain.

export interface Report {
  id: string;
  title: string;
  /** What it shows, in a sentence. */
  about: string;
  sql: string;
}

// Elements of a JSON array get a name of their own (`p`): named like the column, they would hide it and nothing would
// be found.
export const REPORTS: readonly Report[] = [
  {
    id: 'attendance',
    title: 'Attendance',
    about: 'How often each player came to the sessions they were expected at.',
    sql: `SELECT
  pl.name AS player,
  COUNT(*) FILTER (WHERE (p->>'attended')::boolean) AS sessions_attended,
  COUNT(p) AS total_sessions,
  COALESCE(
    ROUND(COUNT(*) FILTER (WHERE (p->>'attended')::boolean) * 100.0 / NULLIF(COUNT(p), 0), 2),
    0
  ) AS attendance_percentage
FROM players pl
LEFT JOIN (
  sessions s
  CROSS JOIN LATERAL jsonb_array_elements(s.player_data) AS p
) ON p->>'userId' = pl.id::text
  AND s.status IN ('in_progress', 'completed')
GROUP BY pl.id, pl.name
ORDER BY pl.name, pl.id`,
  },
  {
    id: 'attendance-history',
    title: 'Who was there when',
    about: 'Every player at every session that was played.',
    sql: `SELECT
  s.number AS session,
  s.real_start_time::date AS date,
  pl.name AS player,
  (p->>'attended')::boolean AS attended,
  COALESCE((p->>'arrivedLate')::boolean, FALSE) AS late,
  COALESCE((p->>'leftEarly')::boolean, FALSE) AS left_early
FROM sessions s
CROSS JOIN LATERAL jsonb_array_elements(s.player_data) AS p
JOIN players pl ON pl.id::text = p->>'userId'
WHERE s.status IN ('in_progress', 'completed')
ORDER BY s.number, pl.name`,
  },
  {
    id: 'figures',
    title: 'Session stats',
    about: 'Duration, players, combats, damage, XP and treasure of each session that was played.',
    sql: `SELECT
  number AS session,
  title,
  COALESCE(
    duration_minutes,
    CASE
      WHEN status = 'in_progress'
      AND real_end_time IS NULL
      AND real_start_time BETWEEN NOW() - INTERVAL '1 day' AND NOW()
      THEN ROUND(EXTRACT(EPOCH FROM NOW() - real_start_time) / 60)::int
    END,
    0
  ) AS minutes,
  (
    SELECT COUNT(*)
    FROM jsonb_array_elements(player_data) AS p
    WHERE (p->>'attended')::boolean
  ) AS attended,
  (stats->>'eventCount')::float8 AS events,
  (stats->>'combatEncounters')::float8 AS combats,
  (stats->>'totalDamageDealt')::float8 AS damage_dealt,
  (stats->>'totalDamageReceived')::float8 AS damage_taken,
  (stats->>'xpEarned')::float8 AS xp,
  (stats->>'treasureGained')::float8 AS treasure
FROM sessions
WHERE status IN ('in_progress', 'completed')
ORDER BY number`,
  },
  {
    id: 'npcs-not-seen',
    title: 'NPCs not seen for five sessions',
    about:
      'Who was there before, but in no event, played scene, log entry or account of the last five sessions. An NPC who has not come up yet is not listed.',
    sql: `WITH seen AS (
  SELECT unnest(entity_ids) AS entity_id, session_id
  FROM session_events
  UNION
  SELECT unnest(entity_ids), session_id
  FROM scenes
  WHERE status IN ('active', 'completed')
  UNION
  SELECT entity_id, session_id
  FROM entity_log
  WHERE session_id IS NOT NULL
  UNION
  SELECT e.id, p.session_id
  FROM entities e
  JOIN passages p
    ON p.sub = 'actual'
    AND p.words @@ phraseto_tsquery('simple', e.name)
  WHERE e.entity_type = 'npc'
),
latest AS (
  SELECT seen.entity_id, MAX(s.number) AS last_session
  FROM seen
  JOIN sessions s
    ON s.id = seen.session_id
    AND s.status IN ('in_progress', 'completed')
  GROUP BY seen.entity_id
),
played AS (
  SELECT MAX(number) AS number
  FROM sessions
  WHERE status IN ('in_progress', 'completed')
)
SELECT
  e.name AS npc,
  latest.last_session,
  played.number - latest.last_session AS sessions_ago
FROM entities e
CROSS JOIN played
JOIN latest ON latest.entity_id = e.id
WHERE e.entity_type = 'npc'
  AND played.number - latest.last_session >= 5
ORDER BY latest.last_session, e.name`,
  },
  {
    id: 'unresolved',
    title: 'Unresolved consequences',
    about: 'What was set in motion and has not come due, and full clocks that nobody has dealt with.',
    sql: `SELECT
  'consequence' AS kind,
  effect AS what,
  trigger AS happens_when,
  session_number AS session
FROM consequences
WHERE NOT is_done
UNION ALL
SELECT 'clock', name || ': ' || consequence, filled || ' of ' || segments, NULL
FROM progress_clocks
WHERE consequence <> ''
  AND NOT is_settled
  AND filled >= segments
ORDER BY session NULLS LAST, what`,
  },
  {
    id: 'busiest-factions',
    title: 'Busiest factions',
    about: 'Which factions turn up most: in events, scenes, log entries, ties and clocks.',
    sql: `SELECT
  f.name AS faction,
  f.hold,
  f.reputation,
  (SELECT COUNT(*) FROM session_events e WHERE f.id = ANY(e.entity_ids)) AS events,
  (SELECT COUNT(*) FROM scenes s WHERE f.id = ANY(s.entity_ids)) AS scenes,
  (SELECT COUNT(*) FROM entity_log l WHERE l.entity_id = f.id) AS log_entries,
  (SELECT COUNT(*) FROM relationships r WHERE f.id IN (r.from_id, r.to_id)) AS ties,
  (SELECT COUNT(*) FROM progress_clocks c WHERE c.faction_id = f.id) AS clocks
FROM factions f
ORDER BY
  (
    SELECT COUNT(*)
    FROM passages p
    WHERE p.words @@ phraseto_tsquery('simple', f.name)
      OR f.id = ANY(p.refs)
  ) DESC,
  f.name`,
  },
  {
    id: 'day',
    title: 'What happened on a day',
    about: 'Every event of one day of the campaign, with its session. Change the 9.',
    sql: `SELECT
  e.game_time / c.day_seconds AS day,
  s.number AS session,
  e.event_type,
  e.name
FROM session_events e
JOIN sessions s ON s.id = e.session_id
CROSS JOIN campaigns c
WHERE e.game_time / c.day_seconds = 9
ORDER BY e.game_time, e.id`,
  },
];

/** Gives the tables that the SQL box shows, each with its columns and their types. */
export const SCHEMA_SQL = `SELECT
  c.table_name,
  string_agg(
    c.column_name || ' ' || CASE c.data_type
      WHEN 'ARRAY' THEN ltrim(c.udt_name, '_') || '[]'
      WHEN 'timestamp with time zone' THEN 'timestamptz'
      WHEN 'USER-DEFINED' THEN c.udt_name
      ELSE c.data_type
    END,
    ', '
    ORDER BY c.ordinal_position
  ) AS columns
FROM information_schema.columns c
WHERE c.table_schema = 'public'
  AND c.table_name NOT LIKE 'index\\_%'
  AND c.table_name NOT IN ('passage_vectors', 'sentence_vectors', 'vocabulary')
GROUP BY c.table_name
ORDER BY c.table_name`;
