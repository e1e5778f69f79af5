/** The billed parties: found by anything they may say of themselves. */
export { type Customer, createCustomer, type NewCustomer } from './create-customer.ts'
export { type CustomerAddress, findCustomersByAddress } from './find-customers-by-address.ts'
export { readPhone, tenantCountry } from './phone.ts'
export { type CustomerHit, searchCustomers } from './search-customers.ts'
