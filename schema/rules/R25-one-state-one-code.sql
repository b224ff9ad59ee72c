-- title: A country code names one state, and a Wikidata id one record
-- severity: error
-- why: These codes are what other datasets are joined by; two records behind one code multiply or
--   mix rows without a sign.
-- mend: keep one of the two records and make the other name one of its "names"; give a state of the
--   past its own withdrawn code; leave "wikidata" out where it is not certain

WITH states AS (
    SELECT
        actor_id,
        country,
        first_value(actor_id) OVER (PARTITION BY country ORDER BY actor_id) AS first_id
    FROM actors
    WHERE
        kind = 'state'
        AND country IS NOT NULL
        AND coalesce(status, '') NOT IN ('corrected', 'retracted')
),

-- Within one table the unique key sees it; across tables only this rule does.
shared AS (
    SELECT
        g.agreement_id,
        g.wikidata,
        min(a.actor_id) AS actor_id
    FROM agreements AS g
    INNER JOIN actors AS a ON g.wikidata = a.wikidata
    GROUP BY g.agreement_id, g.wikidata
)

SELECT
    'actors' AS "table",
    actor_id AS id,
    'country' AS "column",
    country AS value,
    country || ' is already the code of ' || first_id || '.' AS message
FROM states
WHERE actor_id <> first_id
UNION ALL
SELECT
    'agreements',
    agreement_id,
    'wikidata',
    wikidata,
    wikidata || ' is already the Wikidata id of ' || actor_id || '.'
FROM shared
