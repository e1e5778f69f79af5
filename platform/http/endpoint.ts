/** A route: method, path, permission word, schemas and verb in one object. OpenAPI and the server are made from it. */
import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Tx } from '../../db/client.ts'
import type { RoutePermission } from '../identity/permissions.ts'
import type { Who } from '../identity/who.ts'
import type { Operator } from '../identity/who-is.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** What a member must hold. */
export type MemberPermission = Exclude<RoutePermission, 'public' | 'platform'>

type Shape = z.ZodType | undefined
type Out<S extends Shape> = S extends z.ZodType ? z.infer<S> : undefined

export type Schemas<P extends Shape, Q extends Shape, B extends Shape, A extends Shape> = {
  /** One line for people, in the API document. */
  summary: string
  params?: P
  query?: Q
  body?: B
  /** Absent: 204 without a body. */
  answer?: A
  /** 201 for what was created. */
  status?: 200 | 201
  /** The body is a file: the verb is handed its bytes as they come. */
  takesBytes?: boolean
  /** The verb sends the response itself (files, HTML). */
  raw?: boolean
  /** A raw verb that only says where the bytes are: 302. */
  redirects?: boolean
  /** The answer holds a secret that is shown this once: it is not kept for a repeated Idempotency-Key. */
  onceOnly?: boolean
  /** A `signed-in` route that a program with a key may call too; the others are a person's own affairs. */
  forKeys?: boolean
  /** How many calls one call counts as in the rate limit; 1 when absent. */
  cost?: number
  /** Why phone numbers and addresses in the answer are shown in full to everyone who may call it. */
  unmasked?: string
  /** Why a call that is no GET leaves no line in the audit trail: it changes nothing anyone could miss. */
  unaudited?: string
}

/** What routes of the installation's owners are given. */
export type PlatformInput<P extends Shape, Q extends Shape, B extends Shape> = {
  operator: Operator
  params: Out<P>
  query: Out<Q>
  body: Out<B>
}

export type Input<P extends Shape, Q extends Shape, B extends Shape> = {
  who: Who
  params: Out<P>
  query: Out<Q>
  body: Out<B>
}

/** What a raw verb returns. */
export type RawAnswer =
  | { contentType: string; headers?: Record<string, string>; bytes: Buffer | string }
  | { redirectTo: string }

export type Endpoint = {
  method: Method
  path: string
  permission: RoutePermission
  schemas: Schemas<Shape, Shape, Shape, Shape>
  /** False where the verb asks others over the network: it opens its own transactions around that. */
  transaction: boolean
  verb: (tx: Tx, input: Input<Shape, Shape, Shape>) => Promise<unknown>
}

/**
 * Declares a route. The verb runs inside one transaction of the caller's tenant; what it returns is checked against
 * `answer`. `path` uses {braces} as OpenAPI does.
 */
export function endpoint<P extends Shape, Q extends Shape, B extends Shape, A extends Shape>(
  method: Method,
  path: string,
  permission: MemberPermission,
  schemas: Schemas<P, Q, B, A>,
  verb: (tx: Tx, input: Input<P, Q, B>) => Promise<A extends z.ZodType ? z.input<A> : unknown>,
): Endpoint {
  return { method, path, permission, schemas, transaction: true, verb: verb as Endpoint['verb'] }
}

/** A route whose verb waits for somebody else: no transaction is held open meanwhile. */
export function waitingEndpoint<P extends Shape, Q extends Shape, B extends Shape, A extends Shape>(
  method: Method,
  path: string,
  permission: MemberPermission,
  schemas: Schemas<P, Q, B, A>,
  verb: (input: Input<P, Q, B>) => Promise<A extends z.ZodType ? z.input<A> : unknown>,
): Endpoint {
  return { method, path, permission, schemas, transaction: false, verb: (_tx, input) => verb(input as never) }
}

/** What a route that takes a file is given: the bytes once, and how many the caller said there are. */
export type Bytes = { stream: Readable; saidLength: number | null }

/** A route whose body is a file. No transaction is held open while it comes in. */
export function uploadEndpoint<Q extends z.ZodType, A extends z.ZodType>(
  path: string,
  permission: MemberPermission,
  schemas: Schemas<undefined, Q, undefined, A>,
  verb: (input: { who: Who; query: z.infer<Q>; bytes: Bytes }) => Promise<z.input<A>>,
): Endpoint {
  const taking = { ...schemas, takesBytes: true }
  return {
    method: 'post',
    path,
    permission,
    schemas: taking,
    transaction: false,
    verb: (_tx, input) => verb(input as never),
  }
}

/** A route anyone may call: no member, no tenant, no transaction. */
export function publicEndpoint<Q extends Shape, B extends Shape, A extends Shape>(
  method: Method,
  path: string,
  schemas: Schemas<undefined, Q, B, A>,
  verb: (input: { query: Out<Q>; body: Out<B> }) => Promise<A extends z.ZodType ? z.input<A> : unknown>,
): Endpoint {
  return {
    method,
    path,
    permission: 'public',
    schemas,
    transaction: false,
    verb: (_tx, input) => verb(input as never),
  }
}

/** A route for owners of the installation. It stands above tenants: the verb opens the transactions it needs. */
export function platformEndpoint<P extends Shape, Q extends Shape, B extends Shape, A extends Shape>(
  method: Method,
  path: string,
  schemas: Schemas<P, Q, B, A>,
  verb: (input: PlatformInput<P, Q, B>) => Promise<A extends z.ZodType ? z.input<A> : unknown>,
): Endpoint {
  return {
    method,
    path,
    permission: 'platform',
    schemas,
    transaction: false,
    verb: (_tx, input) => verb(input as never),
  }
}
