/** The browser's passkeys in the JSON the server speaks (WebAuthn Level 3, 5.1.8 to 5.1.10), also where a browser lacks it. */
import { Failure } from '../api/client.ts'

export const hasPasskeys = (): boolean => typeof PublicKeyCredential === 'function'

/** Whether the browser can offer passkeys in the list of its password manager. */
export const canOfferPasskeys = async (): Promise<boolean> =>
  hasPasskeys() &&
  typeof PublicKeyCredential.isConditionalMediationAvailable === 'function' &&
  PublicKeyCredential.isConditionalMediationAvailable()

function bytesOf(text: string): ArrayBuffer {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(binary, each => each.charCodeAt(0)).buffer
}

function textOf(buffer: ArrayBuffer): string {
  const binary = Array.from(new Uint8Array(buffer), each => String.fromCharCode(each)).join('')
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

type Listed = { id: string; type: string; transports?: string[] }
const listed = (all: Listed[] | undefined): PublicKeyCredentialDescriptor[] =>
  (all ?? []).map(({ id, transports }) => ({
    id: bytesOf(id),
    type: 'public-key',
    ...(transports ? { transports: transports as AuthenticatorTransport[] } : {}),
  }))

/** Makes a passkey here. Throws a Failure with words when the person, or their device, did not. */
export async function makePasskey(options: PublicKeyCredentialCreationOptionsJSON): Promise<unknown> {
  const publicKey = {
    ...options,
    challenge: bytesOf(options.challenge),
    user: { ...options.user, id: bytesOf(options.user.id) },
    excludeCredentials: listed(options.excludeCredentials as Listed[] | undefined),
  } as unknown as PublicKeyCredentialCreationOptions
  const made = await navigator.credentials.create({ publicKey }).catch(refused)
  return jsonOf(made as PublicKeyCredential)
}

/** Asks for a passkey; `offer` waits quietly in the email field until one is chosen there. */
export async function showPasskey(
  options: PublicKeyCredentialRequestOptionsJSON,
  way: { offer: boolean; signal: AbortSignal },
): Promise<unknown> {
  const publicKey = {
    ...options,
    challenge: bytesOf(options.challenge),
    allowCredentials: listed(options.allowCredentials as Listed[] | undefined),
  } as unknown as PublicKeyCredentialRequestOptions
  const mediation = way.offer ? { mediation: 'conditional' as const } : {}
  const shown = await navigator.credentials
    .get({ publicKey, signal: way.signal, ...mediation })
    .catch(refused)
  return jsonOf(shown as PublicKeyCredential)
}

const reasons: Record<string, string> = {
  InvalidStateError: 'This device holds a passkey for this account already.',
  SecurityError: 'Passkeys need a secure address (https).',
  NotAllowedError: 'No passkey was used. Try again, or choose another way.',
}

function refused(error: unknown): never {
  if (error instanceof DOMException && error.name === 'AbortError') throw error
  const name = error instanceof DOMException ? error.name : ''
  throw new Failure(0, reasons[name] ?? 'This device could not use a passkey.')
}

function jsonOf(credential: PublicKeyCredential): unknown {
  if (typeof credential.toJSON === 'function') return credential.toJSON()
  const { response } = credential
  const extras: Record<string, unknown> = {}
  for (const field of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    const value = (response as unknown as Record<string, unknown>)[field]
    if (value instanceof ArrayBuffer) extras[field] = textOf(value)
  }
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      ...extras,
      ...('getTransports' in response
        ? { transports: (response as AuthenticatorAttestationResponse).getTransports() }
        : {}),
    },
  }
}
