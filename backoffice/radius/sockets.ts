/** One UDP socket of the server. */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6 } from 'node:net'

const RECEIVE_BUFFER = 4 * 1024 * 1024

/** Binds; port 0 takes any free one. Rejects with the system's words when the address cannot be had. */
export async function openSocket(
  host: string,
  port: number,
  onMessage: (datagram: Buffer, from: RemoteInfo) => void,
): Promise<Socket> {
  // A burst after a power cut arrives faster than it is read: what does not fit the buffer is lost.
  const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', recvBufferSize: RECEIVE_BUFFER })
  socket.on('message', onMessage)
  socket.bind(port, host)
  await once(socket, 'listening')
  return socket
}

/** Resolves when the system has taken the datagram. */
export function sendTo(
  socket: Socket,
  datagram: Buffer,
  to: { address: string; port: number },
): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(datagram, to.port, to.address, error => (error ? reject(error) : resolve()))
  })
}

/** The address as routers are registered: an IPv4 sender on an IPv6 socket is written as IPv4. */
export function plainAddress(address: string): string {
  return address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address
}
