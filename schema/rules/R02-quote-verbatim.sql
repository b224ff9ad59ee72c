-- title: A quote equals its stretch of text, character for character
-- severity: error
-- needs: texts
-- why: Every record leads to the exact words that support it; anyone must find those words at
--   the place named, without a letter, a comma or a curly apostrophe changed.
-- mend: in the reading, copy the quote from the article without changing any character, then run
--   depositary build, which counts the offsets; never type offsets by hand

WITH placed AS (
    SELECT
        e.evidence_id,
        e.quote,
        e."start",
        e."end",
        CASE
            WHEN e."end" > e."start" THEN substring(t.text, e."start" + 1, e."end" - e."start")
            ELSE ''
        END AS stretch
    FROM evidence AS e
    INNER JOIN sources AS s ON e.source_id = s.source_id
    -- In a file that is not the one recorded every offset may be off: R01 says so once.
    INNER JOIN texts AS t ON s.source_id = t.source_id AND s.sha256 = t.sha256
    WHERE e."start" >= 0 AND e."end" >= 1
)

SELECT
    'evidence' AS "table",
    evidence_id AS id,
    'quote' AS "column",
    quote AS value,
    CASE
        WHEN stretch = ''
            THEN 'No text stands at ' || CAST("start" AS VARCHAR) || '–' || CAST("end" AS VARCHAR)
                || ', where the quote should be.'
        ELSE 'At ' || CAST("start" AS VARCHAR) || '–' || CAST("end" AS VARCHAR)
            || ' the article says "' || left(stretch, 120)
            || CASE WHEN length(stretch) > 120 THEN '…' ELSE '' END || '".'
    END AS message
FROM placed
WHERE quote <> stretch
