-- title: The codebook in the package is the code list of the law
-- severity: error
-- why: A reader learns from the codes table what a code means; a line that is missing or worded
--   otherwise tells them something else than what was checked.
-- mend: run depositary build, which writes the table; to change a code edit schema/codes/

WITH judged AS (
    SELECT
        coalesce(c.vocabulary, l.vocabulary) AS vocabulary,
        coalesce(c.code, l.code) AS code,
        l.code IS NOT NULL AS is_in_law,
        CASE
            WHEN c.code IS NULL OR l.code IS NULL THEN 'code'
            -- An empty label is the type check's finding.
            WHEN c.label <> l.label THEN 'label'
            WHEN c.definition IS DISTINCT FROM nullif(l.definition, '') THEN 'definition'
            WHEN c.plover IS DISTINCT FROM nullif(l.plover, '') THEN 'plover'
            WHEN c.cameo IS DISTINCT FROM nullif(l.cameo, '') THEN 'cameo'
            WHEN c.dac IS DISTINCT FROM nullif(l.dac, '') THEN 'dac'
            WHEN c.eurovoc IS DISTINCT FROM nullif(l.eurovoc, '') THEN 'eurovoc'
            WHEN c.note IS DISTINCT FROM nullif(l.note, '') THEN 'note'
        END AS fault
    FROM (SELECT * FROM codes WHERE vocabulary IS NOT NULL AND code IS NOT NULL) AS c
    FULL JOIN law_codes AS l ON c.vocabulary = l.vocabulary AND c.code = l.code
)

SELECT
    'codes' AS "table",
    vocabulary || '/' || code AS id,
    fault AS "column",
    CASE fault WHEN 'code' THEN code END AS value,
    CASE
        WHEN NOT is_in_law THEN 'The law has no code "' || code || '" in ' || vocabulary || '.'
        WHEN fault = 'code'
            THEN 'The code "' || code || '" of ' || vocabulary || ' is missing in the table.'
        ELSE 'The ' || fault || ' of "' || code || '" in ' || vocabulary || ' is not that of the law.'
    END AS message
FROM judged
WHERE fault IS NOT NULL
