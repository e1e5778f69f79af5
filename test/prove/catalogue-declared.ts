/** What the catalogue may hold beyond the rule, each with its reason. Anything else is a failure. */

/** Tables in schema public that stand above tenants. */
export const aboveTenants: Record<string, string> = {
  auth_users: 'a person signs in once, whatever tenants they work for',
  auth_sessions: 'belongs to a sign-in, which comes before the tenant is known',
  auth_accounts: 'belongs to a sign-in',
  auth_verifications: 'belongs to a sign-in',
  auth_two_factors: 'belongs to a person',
  auth_passkeys: 'belongs to a person',
  auth_codes: 'belongs to a person',
  auth_failures: 'counts what was tried before anyone is known',
}

/** Unique indexes of tenant tables that do not begin with tenant_id. */
export const uniqueAbove: Record<string, string> = {
  tenants_slug_unique:
    'the short name of a tenant is unique on the installation; only the owner adds tenants',
}

/** What the application may do with a table where it is less than everything. */
export const appRights: Record<string, string> = {
  tenants: 'SELECT UPDATE',
  journal_entries: 'SELECT INSERT',
  journal_lines: 'SELECT INSERT',
  invoice_lines: 'SELECT INSERT',
  events: 'SELECT INSERT',
  audit: 'SELECT INSERT',
  audit_heads: 'SELECT INSERT UPDATE',
  audit_starts: 'SELECT',
  tenant_keys: 'SELECT INSERT UPDATE',
}

/** The one column of its tenant the application may change. */
export const appTenantColumns = ['sign_in_policy']

/** What the platform role may do: find out whose something is, and run tenants, each change with a line in the trail. */
export const platformRights: Record<string, string> = {
  tenants: 'SELECT INSERT UPDATE',
  inboxes: 'SELECT',
  members: 'SELECT',
  nas: 'SELECT',
  api_keys: 'SELECT',
  impersonations: 'SELECT',
  audit: 'INSERT',
  audit_heads: 'SELECT INSERT UPDATE',
}

/** Columns the platform role may read, to find out whose a hook, a sign-in, a key or a router is. */
export const platformColumns: Record<string, readonly string[]> = {
  tenants: [
    'tenant_id',
    'name',
    'slug',
    'time_zone',
    'currency',
    'locale',
    'suspended_at',
    'suspended_reason',
    'limits',
    'sign_in_policy',
    'created_at',
  ],
  inboxes: ['tenant_id', 'id', 'channel', 'hook_key', 'account', 'enabled'],
  members: [
    'tenant_id',
    'id',
    'user_id',
    'name',
    'email',
    'role',
    'custom_role_id',
    'customer_id',
    'all_inboxes',
    'disabled_at',
  ],
  nas: ['tenant_id', 'id', 'name', 'address', 'secret'],
  api_keys: ['tenant_id', 'id', 'prefix'],
  impersonations: ['tenant_id', 'id', 'member_id', 'session_id', 'reason', 'expires_at', 'ended_at'],
  audit_heads: ['tenant_id', 'seq', 'hash'],
}
