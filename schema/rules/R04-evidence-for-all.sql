-- title: Every fact and every claim has a quote that supports it
-- severity: error
-- why: A record that no sentence supports cannot be checked by anyone, so it does not belong here.
-- mend: in the entry add "evidence": [{"quote": "…"}] with the words that say so; if the article
--   never said it, set "status": "retracted"

-- Of a record that only contradicting quotes speak of, no sentence says that it is so.
WITH supported AS (
    SELECT DISTINCT record_id FROM evidence WHERE support IS DISTINCT FROM 'contradicts'
)

SELECT
    f."table",
    f.id,
    f.key_column AS "column",
    f.id AS value,
    'No quote supports ' || f.id || '; at least one should.' AS message
FROM facts AS f
-- Quotes are for ids of the registry; that an id stands in it is the foreign key's business.
SEMI JOIN records AS r ON f.id = r.record_id
ANTI JOIN supported AS s ON f.id = s.record_id
WHERE f.status IS DISTINCT FROM 'retracted'
