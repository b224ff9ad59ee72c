-- title: The steps of an agreement's life come in an order that is possible
-- severity: error
-- why: Nothing is ratified before anyone has signed it, nor in force before anyone is bound, nor
--   ended before it was in force; such an order means a wrong date or a wrong kind of event.
-- mend: correct "edtf" of the event that is too early, its "kind", or the "agreement" that it names

WITH steps (kind, rank) AS (
    VALUES ('signing', 1), ('ratification', 2), ('entry_into_force', 3), ('termination', 4)
),

taken AS (
    SELECT
        v.event_id,
        v.agreement_id,
        v.kind,
        s.rank,
        b.not_before,
        b.not_after
    FROM events AS v
    INNER JOIN steps AS s ON v.kind = s.kind
    LEFT JOIN begun AS b ON v.event_id = b.event_id
    WHERE
        v.agreement_id IS NOT NULL
        AND v.modality IN ('happened', 'ongoing', 'planned', 'pledged')
        AND coalesce(v.status, '') NOT IN ('corrected', 'retracted')
),

-- Parties sign and ratify one by one: only what comes before the very first of an earlier step is
-- impossible, and only where the first is surely known.
first_of AS (
    SELECT
        agreement_id,
        kind,
        rank,
        CASE WHEN count(*) = count(not_before) THEN min(not_before) END AS first_day
    FROM taken
    GROUP BY agreement_id, kind, rank
),

early AS (
    SELECT
        t.event_id,
        t.kind,
        t.agreement_id,
        t.not_after,
        any_value(f.kind ORDER BY f.first_day DESC, f.rank DESC) AS earlier_kind,
        max(f.first_day) AS first_day
    FROM taken AS t
    INNER JOIN first_of AS f
        ON t.agreement_id = f.agreement_id AND f.rank < t.rank AND t.not_after < f.first_day
    GROUP BY t.event_id, t.kind, t.agreement_id, t.not_after
)

SELECT
    'events' AS "table",
    event_id AS id,
    'kind' AS "column",
    kind AS value,
    'The ' || replace(kind, '_', ' ') || ' of ' || agreement_id || ' lies before its '
    || replace(earlier_kind, '_', ' ') || ': ' || CAST(not_after AS VARCHAR) || ' at the latest, and '
    || CAST(first_day AS VARCHAR) || ' at the earliest.' AS message
FROM early
