-- title: The words kept beside a code stand in the record's evidence
-- severity: error
-- why: Expression, cue, quoted words and place are the source's own words, kept so that the coding
--   can be checked against them; words that no quote holds are not the source's.
-- mend: copy the words from the quote of this record, or add the evidence that holds them

WITH said AS (
    SELECT 'dates' AS "table", date_id AS id, 'expression' AS "column", expression AS words, status
    FROM dates
    UNION ALL
    SELECT 'sectors', sector_id, 'expression', expression, status FROM sectors
    UNION ALL
    SELECT 'relations', relation_id, 'expression', expression, status FROM relations
    UNION ALL
    SELECT 'claims', claim_id, 'cue', cue, status FROM claims
    UNION ALL
    SELECT 'claims', claim_id, 'quoted', quoted, status FROM claims
    UNION ALL
    SELECT 'events', event_id, 'place', place, status FROM events
),

-- Records without support are R04's findings, and do not appear here.
missed AS (
    SELECT
        s."table",
        s.id,
        s."column",
        s.words
    FROM said AS s
    INNER JOIN evidence AS e ON s.id = e.record_id AND e.support IS DISTINCT FROM 'contradicts'
    WHERE s.words IS NOT NULL AND s.status IS DISTINCT FROM 'retracted'
    GROUP BY ALL
    -- Of words that are not published there is only a hash.
    HAVING NOT bool_or(contains(e.quote, s.words) OR regexp_matches(e.quote, '^sha256:[0-9a-f]{64}$'))
)

SELECT
    m."table",
    m.id,
    m."column",
    m.words AS value,
    '"' || m.words || '" stands in no quote of ' || m.id || '.' AS message
FROM missed AS m
-- Where the quote itself is not what the article says, R02 speaks: judge by the article.
WHERE NOT EXISTS (
    SELECT 1
    FROM evidence AS e
    INNER JOIN texts AS t ON e.source_id = t.source_id
    WHERE
        e.record_id = m.id
        AND e."end" > e."start"
        AND e."start" >= 0
        AND contains(substring(t.text, e."start" + 1, e."end" - e."start"), m.words)
)
