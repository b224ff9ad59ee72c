-- title: A date is of the EDTF profile, and its bounds are the days that it covers
-- severity: error
-- why: Bounds are what dates are searched and compared by; one that is guessed, or narrower than the
--   date as written, is an invented fact.
-- mend: write "edtf" as Y, Y-M or Y-M-D, as an interval a/b, or as one day of a set [a..b]; run
--   depositary build, which computes earliest and latest

WITH judged AS (
    SELECT
        d.date_id,
        d.edtf,
        d.earliest,
        d.latest,
        b.valid,
        b.earliest AS first_day,
        b.latest AS last_day,
        CASE
            WHEN NOT b.valid THEN 'edtf'
            WHEN d.earliest IS DISTINCT FROM b.earliest THEN 'earliest'
            WHEN d.latest IS DISTINCT FROM b.latest THEN 'latest'
        END AS fault
    FROM dates AS d
    INNER JOIN edtf_bounds AS b ON d.edtf = b.edtf
)

SELECT
    'dates' AS "table",
    date_id AS id,
    fault AS "column",
    CASE fault
        WHEN 'edtf' THEN edtf
        WHEN 'earliest' THEN coalesce(CAST(earliest AS VARCHAR), '')
        ELSE coalesce(CAST(latest AS VARCHAR), '')
    END AS value,
    CASE fault
        WHEN 'edtf' THEN '"' || edtf || '" is not a date of the EDTF profile.'
        WHEN 'earliest'
            THEN 'The first day that ' || edtf || ' can mean is '
                || coalesce(CAST(first_day AS VARCHAR), 'open (an empty cell)') || '.'
        ELSE 'The last day that ' || edtf || ' can mean is '
            || coalesce(CAST(last_day AS VARCHAR), 'open (an empty cell)') || '.'
    END AS message
FROM judged
WHERE fault IS NOT NULL
UNION ALL
SELECT
    'sources',
    s.source_id,
    'published',
    s.published,
    '"' || s.published || '" is not a date of the EDTF profile.'
FROM sources AS s
INNER JOIN edtf_bounds AS b ON s.published = b.edtf
WHERE NOT b.valid
