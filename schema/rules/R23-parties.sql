-- title: An agreement has at least two parties, a bilateral one exactly two
-- severity: error
-- why: Nobody agrees alone; and "bilateral" with one party or three is a party forgotten or a wrong
--   ambit.
-- mend: add the missing {"actor": "act-…", "role": "party"} to "participants", with the quote that
--   names or implies it; or set "ambit" to "plurilateral" or "multilateral"

WITH parties AS (
    SELECT
        p.record_id AS agreement_id,
        count(DISTINCT p.actor_id) FILTER (p.role = 'party') AS parties,
        -- A role that is no code may have meant a party: nothing is said until it is mended.
        bool_or(c.code IS NULL) AS is_doubtful
    FROM participants AS p
    LEFT JOIN law_codes AS c ON c.vocabulary = 'role' AND p.role = c.code
    WHERE coalesce(p.status, '') NOT IN ('corrected', 'retracted')
    GROUP BY p.record_id
)

SELECT
    'agreements' AS "table",
    g.agreement_id AS id,
    'ambit' AS "column",
    g.ambit AS value,
    g.agreement_id || ' is ' || g.ambit || ' and has '
    || CASE coalesce(p.parties, 0)
        WHEN 0 THEN 'no party'
        WHEN 1 THEN 'one party'
        ELSE CAST(p.parties AS VARCHAR) || ' parties'
    END
    || CASE g.ambit WHEN 'bilateral' THEN '; it should have two.' ELSE '; it needs at least two.' END
        AS message
FROM agreements AS g
LEFT JOIN parties AS p ON g.agreement_id = p.agreement_id
WHERE
    g.agreement_id IS NOT NULL
    AND coalesce(g.status, '') NOT IN ('corrected', 'retracted')
    AND NOT coalesce(p.is_doubtful, FALSE)
    AND (
        coalesce(p.parties, 0) < 2
        OR (g.ambit = 'bilateral' AND p.parties > 2)
    )
