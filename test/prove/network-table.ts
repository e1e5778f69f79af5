/** The rows of the role table for the network: nobody without an inbox looks after it. */
export const networkTable: Record<string, readonly ['network.read', 'forbidden']> = {
  'get /api/network': ['network.read', 'forbidden'],
  'get /api/network/routers': ['network.read', 'forbidden'],
  'get /api/network/sessions': ['network.read', 'forbidden'],
  'get /api/network/sessions/{id}': ['network.read', 'forbidden'],
  'get /api/network/sign-ins': ['network.read', 'forbidden'],
  'get /api/network/export': ['network.read', 'forbidden'],
}
