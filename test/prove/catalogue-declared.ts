/** What the catalogue may hold beyond the rule, each with its reason. Anything else is a failure. */

/** Tables in schema public that stand above tenants. */
export const aboveTenants: Record<string, string> = {
  auth_users: 'a person signs in once, whatever tenants they work for',
  auth_sessions: 'belongs to a sign-in, which comes before the tenant is known',
  auth_accounts: 'belongs to a sign-in',
  auth_verifications: 'belongs to a sign-in',
  socket_io_attachments: 'the socket adapter hands large hints over here; only the owner may read it',
}

/** Of those, the ones the application itself reads and writes. */
export const openToApp = ['auth_users', 'auth_sessions', 'auth_accounts', 'auth_verifications']

/** Unique indexes of tenant tables that do not begin with tenant_id. */
export const uniqueAbove: Record<string, string> = {
  tenants_slug_unique:
    'the short name of a tenant is unique on the installation; only the owner adds tenants',
}

/** Columns the platform role may read, to find out whose a hook, a sign-in or a router is. */
export const platformColumns: Record<string, readonly string[]> = {
  tenants: ['tenant_id', 'name', 'slug', 'time_zone', 'currency', 'locale', 'created_at'],
  inboxes: ['tenant_id', 'id', 'channel', 'hook_key', 'account', 'enabled'],
  members: ['tenant_id', 'id', 'user_id', 'name', 'email', 'role', 'all_inboxes', 'disabled_at'],
  nas: ['tenant_id', 'id', 'name', 'address', 'secret'],
}

/** Only ever added to by the application. */
export const appendOnly = ['journal_entries', 'journal_lines', 'invoice_lines', 'events']

/** Only ever read by the application. */
export const readOnly = ['tenants']
