-- title: Quoted words stand between quotation marks in the article
-- severity: error
-- needs: texts
-- why: "quoted" holds the speaker's own words. What the article only paraphrases are the author's
--   words, and putting them into a speaker's mouth is the gravest misquotation.
-- mend: type in "quoted" only what stands between quotation marks in the article; where nothing
--   does, leave "quoted" out and set "directness" to "indirect"

-- Each place where the quoted words stand in a quote of the claim.
WITH cited AS (
    SELECT
        c.claim_id,
        c.quoted,
        e.source_id,
        e."start",
        e."end",
        e.quote,
        t.text,
        t.source_id IS NOT NULL AS is_at_hand,
        string_split(e.quote, c.quoted) AS parts
    FROM claims AS c
    INNER JOIN evidence AS e
        ON c.claim_id = e.record_id
            AND e.support IS DISTINCT FROM 'contradicts'
            AND contains(e.quote, c.quoted)
    INNER JOIN sources AS s ON e.source_id = s.source_id
    LEFT JOIN texts AS t ON s.source_id = t.source_id AND s.sha256 = t.sha256
    WHERE c.quoted IS NOT NULL AND c.status IS DISTINCT FROM 'retracted'
),

cut AS (
    SELECT
        *,
        -- How many characters of the quote stand before the i-th place of the quoted words.
        CAST(
            list_sum(list_transform(parts[1:i], lambda part: length(part)))
            + (i - 1) * length(quoted) AS BIGINT
        ) AS lead
    FROM (SELECT *, unnest(range(1, len(parts))) AS i FROM cited)
),

placed AS (
    SELECT
        c.claim_id,
        c.quoted,
        c.is_at_hand AND c.quote = substring(c.text, c."start" + 1, c."end" - c."start")
            AS is_known,
        -- From the beginning of the paragraph to its end, around the quoted words.
        substring(c.text, p."start" + 1, c."start" - p."start") || left(c.quote, c.lead) AS before,
        substring(c.quote, c.lead + length(c.quoted) + 1)
        || substring(c.text, c."end" + 1, p."end" - c."end") AS after
    FROM cut AS c
    ASOF LEFT JOIN paragraphs AS p ON c.source_id = p.source_id AND c."start" >= p."start"
),

judged AS (
    SELECT
        claim_id,
        quoted,
        is_known AND before IS NOT NULL AND after IS NOT NULL AS is_known,
        (regexp_matches(before, '“[^“”]*$') AND regexp_matches(after, '^[^“”]*”'))
        OR (regexp_matches(before, '„[^„“”]*$') AND regexp_matches(after, '^[^„“”]*[“”]'))
        OR (regexp_matches(before, '«[^«»]*$') AND regexp_matches(after, '^[^«»]*»'))
        -- Straight marks look the same at both ends: an odd number before opens.
        OR (
            (length(before) - length(replace(before, '"', ''))) % 2 = 1
            AND contains(after, '"')
        )
        -- The closing single mark is also the apostrophe: between letters it closes nothing.
        OR (
            regexp_matches(before, '‘([^‘’]|’\pL)*$')
            AND regexp_matches(after, '^([^‘’]|’\pL)*’(\PL|$)')
        ) AS is_marked
    FROM placed
)

SELECT
    'claims' AS "table",
    claim_id AS id,
    'quoted' AS "column",
    quoted AS value,
    '"' || any_value(quoted) || '" does not stand between quotation marks in the article.' AS message
FROM judged
GROUP BY claim_id, quoted
-- One marked place is enough; a place that cannot be seen may be marked.
HAVING bool_and(is_known) AND NOT bool_or(is_marked)
