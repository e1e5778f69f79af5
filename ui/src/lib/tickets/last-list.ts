/** Where somebody last looked at many tickets, with its filters: the way back from one of them. */
export const lastList = { href: '/tickets' }
