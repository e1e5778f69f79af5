/** How it stands with a customer in one word, as lists show and filter it. */

export const standings = ['active', 'suspended', 'pending', 'ended', 'none'] as const
export type Standing = (typeof standings)[number]

/**
 * SQL on `c` (customers): the worst of their services that go on, since that is what they write about; `none` without
 * any service. A customer who is not active themself stands as their own row says.
 */
export const standingSql = `CASE WHEN c.status <> 'active' THEN c.status ELSE (
  SELECT CASE WHEN count(*) = 0 THEN 'none' WHEN bool_or(s.status = 'suspended') THEN 'suspended'
    WHEN bool_or(s.status = 'active') THEN 'active' WHEN bool_or(s.status = 'pending') THEN 'pending' ELSE 'ended' END
  FROM services s WHERE s.customer_id = c.id) END`
