-- title: A quote is a trimmed stretch inside one paragraph of the body
-- severity: error
-- needs: texts
-- why: A quote is read on its own. Words of the page around the article say nothing, and a
--   stretch that runs over the end of a paragraph joins what the author kept apart.
-- mend: in the reading, quote words of one paragraph of the article's body, without blanks at
--   either end; make two quotes of a stretch that crosses paragraphs

WITH placed AS (
    SELECT
        e.evidence_id,
        e.source_id,
        e.quote,
        e."start",
        e."end"
    FROM evidence AS e
    INNER JOIN sources AS s ON e.source_id = s.source_id
    INNER JOIN texts AS t ON s.source_id = t.source_id AND s.sha256 = t.sha256
    -- A quote that is not at its place at all is R02's finding.
    WHERE
        e."start" >= 0
        AND e."end" > e."start"
        AND e.quote = substring(t.text, e."start" + 1, e."end" - e."start")
),

held AS (
    SELECT
        q.evidence_id,
        q.quote,
        p.number,
        coalesce(q."end" <= p."end", FALSE) AS is_inside,
        regexp_matches(q.quote, '^[\s\v\p{Z}\x{85}]|[\s\v\p{Z}\x{85}]$') AS has_blank_ends
    FROM placed AS q
    ASOF LEFT JOIN paragraphs AS p ON q.source_id = p.source_id AND q."start" >= p."start"
)

SELECT
    'evidence' AS "table",
    evidence_id AS id,
    'quote' AS "column",
    quote AS value,
    CASE
        WHEN has_blank_ends THEN 'The quote has white space at an end; the words alone are right.'
        WHEN number IS NULL THEN 'The quote stands before the body of the article.'
        ELSE 'The quote does not end in paragraph ' || CAST(number AS VARCHAR)
            || ', or stands outside of the body of the article.'
    END AS message
FROM held
WHERE has_blank_ends OR NOT is_inside
