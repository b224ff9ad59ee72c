-- title: A link joins the kinds of record that it may join
-- severity: error
-- why: One column can name records of several tables, so the key alone does not keep a person from
--   being a member of an event, or a claim from having a host.
-- mend: name a record of the right kind, or choose the predicate that means what the article says;
--   in "field" write the name of a column of the record's table

WITH known AS (
    -- Ids that the registry does not hold are left to the foreign keys.
    SELECT
        r.record_id AS id,
        l.name AS home
    FROM records AS r
    INNER JOIN law_tables AS l ON l.prefix = split_part(r.record_id, '-', 1)
),

actor_kinds AS (
    SELECT
        a.actor_id AS id,
        a.kind
    FROM actors AS a
    SEMI JOIN law_codes AS c ON c.vocabulary = 'actor_kind' AND a.kind = c.code
),

-- From which table to which, and, where the definition of the predicate says so, from which kind of
-- actor to which.
allowed (predicate, subject, object, subject_kinds, object_kinds, words) AS (
    VALUES
    ('holds_office', 'actors', 'actors', ['person'],
        ['state', 'government_body', 'igo_or_bloc', 'informal_group', 'armed_group', 'coalition',
            'opposition', 'organisation'],
        'from a person to a state or body'),
    ('speaks_for', 'actors', 'actors', ['person'],
        ['state', 'government_body', 'igo_or_bloc', 'informal_group', 'armed_group', 'coalition',
            'opposition', 'organisation'],
        'from a person to a state or body'),
    ('member_of', 'actors', 'actors', NULL, ['igo_or_bloc', 'coalition'],
        'from an actor to a bloc or coalition'),
    ('affiliated_with', 'actors', 'actors', NULL, NULL, 'from actor to actor'),
    ('trades_with', 'actors', 'actors', NULL, NULL, 'from actor to actor'),
    ('arms', 'actors', 'actors', NULL, NULL, 'from actor to actor'),
    ('concerns', 'events', 'agreements', NULL, NULL, 'from an event to an agreement or event'),
    ('concerns', 'events', 'events', NULL, NULL, 'from an event to an agreement or event'),
    ('part_of', 'events', 'events', NULL, NULL, 'from event to event or agreement to agreement'),
    ('part_of', 'agreements', 'agreements', NULL, NULL,
        'from event to event or agreement to agreement'),
    ('precedes', 'events', 'events', NULL, NULL, 'from event to event'),
    ('led_to', 'events', 'events', NULL, NULL, 'from event to event'),
    ('amends', 'agreements', 'agreements', NULL, NULL, 'from agreement to agreement'),
    ('replaces', 'agreements', 'agreements', NULL, NULL, 'from agreement to agreement'),
    ('responds_to', 'claims', 'claims', NULL, NULL, 'from claim to claim')
),

joined AS (
    SELECT
        r.relation_id,
        r.predicate,
        r.subject_id,
        r.object_id,
        s.home AS subject_home,
        o.home AS object_home,
        sk.kind AS subject_kind,
        ok.kind AS object_kind
    FROM relations AS r
    INNER JOIN known AS s ON r.subject_id = s.id
    INNER JOIN known AS o ON r.object_id = o.id
    LEFT JOIN actor_kinds AS sk ON r.subject_id = sk.id
    LEFT JOIN actor_kinds AS ok ON r.object_id = ok.id
),

-- Each predicate once, with all that it may join, so that a relation is judged once.
ends AS (
    SELECT
        predicate,
        any_value(words) AS words,
        list(subject) AS subjects,
        any_value(subject_kinds) AS subject_kinds,
        list(subject || ' ' || object) AS pairs,
        any_value(object_kinds) AS object_kinds
    FROM allowed
    GROUP BY predicate
),

judged AS (
    SELECT
        j.*,
        e.words,
        CASE
            WHEN j.predicate = 'corrects' AND j.subject_home <> j.object_home THEN 'object_id'
            WHEN NOT list_contains(e.subjects, j.subject_home) THEN 'subject_id'
            WHEN j.subject_kind IS NOT NULL AND NOT list_contains(e.subject_kinds, j.subject_kind)
                THEN 'subject_id'
            WHEN NOT list_contains(e.pairs, j.subject_home || ' ' || j.object_home)
                THEN 'object_id'
            WHEN j.object_kind IS NOT NULL AND NOT list_contains(e.object_kinds, j.object_kind)
                THEN 'object_id'
        END AS fault
    FROM joined AS j
    LEFT JOIN ends AS e ON j.predicate = e.predicate
)

SELECT
    'relations' AS "table",
    relation_id AS id,
    fault AS "column",
    CASE fault WHEN 'subject_id' THEN subject_id ELSE object_id END AS value,
    '"' || predicate || '" runs ' || coalesce(words, 'between records of one table') || '; here from '
    || subject_id || ' to ' || object_id || '.' AS message
FROM judged
WHERE fault IS NOT NULL
UNION ALL
SELECT
    'participants',
    p.participant_id,
    'record_id',
    p.record_id,
    'Only an agreement or an event has participants; ' || p.record_id || ' is of ' || k.home || '.'
FROM participants AS p
INNER JOIN known AS k ON p.record_id = k.id
WHERE k.home NOT IN ('agreements', 'events')
UNION ALL
SELECT
    'sectors',
    s.sector_id,
    'record_id',
    s.record_id,
    'Only an agreement or an event has sectors; ' || s.record_id || ' is of ' || k.home || '.'
FROM sectors AS s
INNER JOIN known AS k ON s.record_id = k.id
WHERE k.home NOT IN ('agreements', 'events')
UNION ALL
SELECT
    'evidence',
    e.evidence_id,
    CASE WHEN k.home = 'sources' THEN 'record_id' ELSE 'field' END,
    CASE WHEN k.home = 'sources' THEN e.record_id ELSE e.field END,
    CASE
        WHEN k.home = 'sources' THEN 'A quote supports a fact or a claim, not a source.'
        ELSE 'The table ' || k.home || ' has no column "' || e.field || '".'
    END
FROM evidence AS e
INNER JOIN known AS k ON e.record_id = k.id
LEFT JOIN duckdb_columns() AS c ON k.home = c.table_name AND e.field = c.column_name
WHERE k.home = 'sources' OR (e.field IS NOT NULL AND c.column_name IS NULL)
