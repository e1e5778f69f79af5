/**
 * A Vault that keeps its own books: the transit engine (encrypt, decrypt) and one key-value engine of version 2, a token,
 * and a seal. It speaks as Vault 1.13 and OpenBao do, and its ledger holds what it carried out.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { type FakeAnswer, type FakeRequest, type Ledger, startFakeServer } from './fake-server.ts'

export type VaultEntry = { operation: 'encrypt' | 'decrypt' | 'read'; path: string; boundTo: string }

type Options = {
  token: string
  /** Names of transit keys, each aes256-gcm96. */
  transitKeys?: string[]
  /** Key-value secrets by their API path, e.g. secret/data/trunkline. */
  secrets?: Record<string, Record<string, string>>
  /** The port of a fake that was stopped, to be back at the same address. */
  port?: number
}

export type VaultFake = {
  url: string
  ledger: Ledger<VaultEntry>
  /** A sealed Vault answers 503 to everything. */
  setSealed(sealed: boolean): void
  /** The token that counts from now on. */
  setToken(token: string): void
  stop(): Promise<void>
}

export async function startVaultFake(options: Options): Promise<VaultFake> {
  const state = new VaultState(options)
  const server = await startFakeServer(request => state.answer(request), options.port)
  return {
    ...server,
    ledger: state.ledger,
    setSealed: sealed => {
      state.sealed = sealed
    },
    setToken: token => {
      state.token = token
    },
  }
}

const refuse = (status: number, ...errors: string[]): FakeAnswer => ({ status, json: { errors } })
const give = (data: unknown): FakeAnswer => ({ status: 200, json: { request_id: 'fake', data } })

class VaultState {
  readonly ledger: Ledger<VaultEntry> = []
  sealed = false
  token: string
  private readonly keys: Map<string, Buffer>
  private readonly secrets: Map<string, Record<string, string>>

  constructor(options: Options) {
    this.token = options.token
    this.keys = new Map((options.transitKeys ?? []).map(name => [name, randomBytes(32)]))
    this.secrets = new Map(Object.entries(options.secrets ?? {}))
  }

  answer(request: FakeRequest): FakeAnswer {
    if (this.sealed) return refuse(503, 'Vault is sealed')
    if (request.headers['x-vault-token'] !== this.token) return refuse(403, 'permission denied')
    const path = request.path.replace(/^\/v1\//, '')
    const [, operation, name = ''] = /^transit\/(encrypt|decrypt)\/([\w.-]+)$/.exec(path) ?? []
    if (operation && (request.method === 'POST' || request.method === 'PUT')) {
      return this.transit(operation as 'encrypt' | 'decrypt', path, name, request.json)
    }
    return request.method === 'GET' ? this.read(path) : refuse(405, 'unsupported operation')
  }

  private read(path: string): FakeAnswer {
    const data = this.secrets.get(path)
    if (!data) return refuse(404)
    this.ledger.push({ at: new Date(), operation: 'read', path, boundTo: '' })
    return give({ data, metadata: { version: 1, destroyed: false, deletion_time: '' } })
  }

  private transit(operation: 'encrypt' | 'decrypt', path: string, name: string, json: unknown): FakeAnswer {
    const key = this.keys.get(name)
    // The real one says 400 here; a mount that is not there is its 404.
    if (!key) return refuse(400, 'encryption key not found')
    const body = json as { plaintext?: string; ciphertext?: string; associated_data?: string }
    const bound = Buffer.from(body.associated_data ?? '', 'base64')
    const answer =
      operation === 'encrypt' ? encrypt(key, bound, body.plaintext) : decrypt(key, bound, body.ciphertext)
    if (!answer) return refuse(400, 'cipher: message authentication failed')
    this.ledger.push({ at: new Date(), operation, path, boundTo: bound.toString() })
    return give(answer)
  }
}

function encrypt(key: Buffer, bound: Buffer, plaintext = '') {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bound)
  const parts = [iv, cipher.update(Buffer.from(plaintext, 'base64')), cipher.final(), cipher.getAuthTag()]
  return { ciphertext: `vault:v1:${Buffer.concat(parts).toString('base64')}`, key_version: 1 }
}

function decrypt(key: Buffer, bound: Buffer, ciphertext = '') {
  const bytes = Buffer.from(ciphertext.replace(/^vault:v1:/, ''), 'base64')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
    decipher.setAAD(bound).setAuthTag(bytes.subarray(-16))
    const clear = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
    return { plaintext: clear.toString('base64') }
  } catch {
    return null
  }
}
