/** The parts of the `radius` package our tests use as an independent peer. */
declare module 'radius' {
  type Attributes = Record<string, unknown> | (readonly unknown[])[]
  type Decoded = {
    code: string
    identifier: number
    authenticator: Buffer
    attributes: Record<string, unknown>
    raw_attributes: [number, Buffer][]
  }
  const radius: {
    encode(packet: {
      code: string
      secret: string
      identifier?: number
      attributes?: Attributes
      add_message_authenticator?: boolean
    }): Buffer
    decode(request: { packet: Buffer; secret: string }): Decoded
    encode_response(reply: { packet: Decoded; code: string; secret: string; attributes?: Attributes }): Buffer
    verify_response(exchange: { request: Buffer; response: Buffer; secret: string }): boolean
  }
  export default radius
}
