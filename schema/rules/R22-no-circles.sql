-- title: Nothing is part of, before, in reply to or in place of itself, not even by a detour
-- severity: error
-- why: A chain of parts, order, cause, replies, amendments or corrections has an end; one that runs
--   in a circle has a wrong link, and programs that follow it never stop.
-- mend: remove the relation of the circle that the article does not state, or turn it round

WITH RECURSIVE edges AS (
    SELECT
        'relations' AS "table",
        relation_id AS id,
        'object_id' AS "column",
        predicate,
        -- Order and cause are one order: what led to something also came before it.
        CASE predicate WHEN 'led_to' THEN 'precedes' ELSE predicate END AS chain,
        subject_id AS subject,
        object_id AS object
    FROM relations
    WHERE
        predicate IN (
            'part_of', 'precedes', 'led_to', 'amends', 'replaces', 'responds_to', 'corrects'
        )
        AND coalesce(status, '') NOT IN ('corrected', 'retracted')
    UNION ALL
    SELECT 'records', record_id, 'replaced_by', 'replaced_by', 'replaced_by', record_id, replaced_by
    FROM records
    WHERE replaced_by IS NOT NULL
    UNION ALL
    SELECT 'sources', source_id, 'revision_of', 'revision_of', 'revision_of', source_id, revision_of
    FROM sources
    WHERE revision_of IS NOT NULL
),

-- A place in a chain: the same event may stand in several chains.
links AS (
    SELECT DISTINCT chain || ' ' || subject AS subject, chain || ' ' || object AS object FROM edges
),

-- Round by round, links that lead nowhere on or come from nowhere fall away; what is left when a
-- round takes nothing more holds all circles. Data without one is gone after a few rounds.
alive AS (
    SELECT subject, object, 0 AS round, 9223372036854775807 AS before FROM links
    UNION ALL
    SELECT subject, object, round + 1, (SELECT count(*) FROM alive)
    FROM alive
    WHERE
        object IN (SELECT subject FROM alive)
        AND subject IN (SELECT object FROM alive)
        AND (SELECT count(*) FROM alive) < before
),

last_round AS (
    SELECT round, count(*) AS held, min(before) AS before FROM alive GROUP BY round
    QUALIFY round = max(round) OVER ()
),

tangled AS (
    SELECT a.subject, a.object
    FROM alive AS a
    INNER JOIN last_round AS l ON a.round = l.round AND l.held = l.before
),

-- UNION, not UNION ALL: a place that was reached is not walked again.
reach AS (
    SELECT subject AS origin, object AS reached FROM tangled
    UNION
    SELECT r.origin, t.object
    FROM reach AS r
    INNER JOIN tangled AS t ON r.reached = t.subject
)

SELECT
    e."table",
    e.id,
    e."column",
    e.object AS value,
    CASE
        WHEN e.subject = e.object
            THEN e.subject || ' is joined to itself by "' || e.predicate || '".'
        ELSE 'From ' || e.subject || ' "' || e.predicate || '" leads to ' || e.object
            || ', and from there back to ' || e.subject || '.'
    END AS message
FROM edges AS e
SEMI JOIN reach AS r
    ON e.chain || ' ' || e.object = r.origin AND e.chain || ' ' || e.subject = r.reached
