/** Attribute numbers and named values we use (RFC 2865, 2866, 2869, 3162, 3579). */

export const Attr = {
  userName: 1,
  userPassword: 2,
  chapPassword: 3,
  nasIpAddress: 4,
  nasPort: 5,
  serviceType: 6,
  framedIpAddress: 8,
  replyMessage: 18,
  state: 24,
  class: 25,
  vendorSpecific: 26,
  sessionTimeout: 27,
  idleTimeout: 28,
  calledStationId: 30,
  callingStationId: 31,
  nasIdentifier: 32,
  proxyState: 33,
  acctStatusType: 40,
  acctDelayTime: 41,
  acctInputOctets: 42,
  acctOutputOctets: 43,
  acctSessionId: 44,
  acctSessionTime: 46,
  acctTerminateCause: 49,
  acctInputGigawords: 52,
  acctOutputGigawords: 53,
  eventTimestamp: 55,
  chapChallenge: 60,
  eapMessage: 79,
  messageAuthenticator: 80,
  acctInterimInterval: 85,
  nasPortId: 87,
  framedIpv6Prefix: 97,
} as const

/** Vendors by IANA enterprise number, and the sub-attributes we use. */
export const Vendor = { microsoft: 311, mikrotik: 14988 } as const
export const MikrotikAttr = { rateLimit: 8 } as const

/** Values of Acct-Status-Type (RFC 2866 section 5.1). */
export const AcctStatus = { start: 1, stop: 2, interim: 3, on: 7, off: 8 } as const

const terminateCauses: readonly string[] = [
  'User-Request',
  'Lost-Carrier',
  'Lost-Service',
  'Idle-Timeout',
  'Session-Timeout',
  'Admin-Reset',
  'Admin-Reboot',
  'Port-Error',
  'NAS-Error',
  'NAS-Request',
  'NAS-Reboot',
  'Port-Unneeded',
  'Port-Preempted',
  'Port-Suspended',
  'Service-Unavailable',
  'Callback',
  'User-Error',
  'Host-Request',
]

/** The name of an Acct-Terminate-Cause (RFC 2866 section 5.10); an unknown number is kept, as "Cause-99". */
export function terminateCauseName(cause: number): string {
  return terminateCauses[cause - 1] ?? `Cause-${cause}`
}

/** The number of a cause by its name, for clients; undefined when the name is not one of the RFC's. */
export function terminateCauseNumber(name: string): number | undefined {
  const at = terminateCauses.indexOf(name)
  return at < 0 ? undefined : at + 1
}
