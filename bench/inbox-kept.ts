/** What triggers keep beside the rows, written at once: a filled database has not gone through them. */

/** Words of the newest tenth of the messages: those of all would be a quarter of a thousand million rows. */
const wordsOfOneIn = 10

/** Kept words are what triggers would have written, in the order of their key. */
export const fillWords = (
  newest: string,
  years: number,
) => `INSERT INTO message_words (tenant_id, word, at, message_id)
  SELECT m.tenant_id, w, m.created_at, m.id FROM messages m, search_words(search_vector(m.subject, m.text)) AS w
  WHERE m.created_at > '${newest}'::timestamptz - interval '${((years * 365.25 * 86_400) / wordsOfOneIn).toFixed(0)} seconds'
  ORDER BY 1, 2, 3, 4`

/** The same of names. */
export const fillNames = `INSERT INTO contact_words (tenant_id, word, contact_id)
  SELECT c.tenant_id, w, c.id FROM contacts c, search_words(search_vector(NULL, c.name)) AS w ORDER BY 1, 2, 3`

/** Kept numbers are what triggers would have written. */
export const fillCounts = `INSERT INTO conversation_counts (tenant_id, inbox_ids, assignee_id, asleep, n)
  SELECT tenant_id, in_order(inbox_ids), assignee_id, snoozed_until IS NOT NULL, count(*)
  FROM conversations WHERE status = 'open' GROUP BY 1, 2, 3, 4`
