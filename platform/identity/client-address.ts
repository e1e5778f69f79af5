/** The header the web server sets to the client's address; one sent from outside is removed first. */
export const clientAddressHeader = 'x-trunkline-client-address'
