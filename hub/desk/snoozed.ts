/**
 * Where snoozed conversations stand: out of the views of what waits (open, mine, unassigned) and their counts, in a view
 * of their own. SQL on `c` (conversations). The sweep and a customer's message clear `snoozed_until`, so that null alone
 * says "awake": no list depends on the moment it is asked.
 */
export const awake = 'c.snoozed_until IS NULL'

/** The view of those asleep: open ones only, a resolved conversation is snoozed no more. */
export const asleep = `c.status = 'open' AND c.snoozed_until IS NOT NULL`
