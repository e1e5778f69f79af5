/** Everyone in the demo. All invented; numbers from one block, addresses under .example. */

export const tenantFacts = {
  name: 'Fernhill Fibre',
  slug: 'fernhill',
  timeZone: 'Africa/Johannesburg',
  currency: 'ZAR',
  locale: 'en-ZA',
}

export const demoPassword = 'demo-fernhill'

export type Colleague = { name: string; email: string; role: string; allInboxes: boolean }

export const colleagues: Colleague[] = [
  { name: 'Nomsa Dube', email: 'nomsa@fernhill.example', role: 'owner', allInboxes: true },
  { name: 'Sizwe Mabaso', email: 'sizwe@fernhill.example', role: 'supervisor', allInboxes: true },
  { name: 'Helen Castelyn', email: 'helen@fernhill.example', role: 'supervisor', allInboxes: true },
  { name: 'Aisha Jaffer', email: 'aisha@fernhill.example', role: 'agent', allInboxes: true },
  { name: 'Brandon Meyer', email: 'brandon@fernhill.example', role: 'agent', allInboxes: true },
  // Sees only the inboxes given to him.
  { name: 'Lwazi Ngcobo', email: 'lwazi@fernhill.example', role: 'agent', allInboxes: false },
]

export const subscribers = [
  'Thandi Mokoena',
  'Pieter van Rooyen',
  'Ayesha Patel',
  'Sipho Ndlovu',
  'Lerato Khumalo',
  'Johan Botha',
  'Fatima Davids',
  'Kabelo Molefe',
  'Priya Naidoo',
  'Deepak Naidoo',
  'Megan Fourie',
  'Themba Nkabinde',
  'Zanele Mahlangu',
  'Riaan Kruger',
  'Nadia Hendricks',
  'Tumelo Sithole',
  'Grace Chikwanda',
  "Liam O'Connor",
  'Busisiwe Cele',
  'Hendrik Steyn',
  'Yusuf Abrahams',
  'Palesa Tladi',
  'Chantel Jacobs',
  'Bongani Radebe',
  'Mei Chen',
  'Andries Venter',
  'Refilwe Motaung',
  'Ravi Govender',
  'Karabo Phiri',
  'Elsabé Marais',
  'Imran Cassim',
  'Nomvula Dlamini',
  'Warren Petersen',
  'Tendai Moyo',
  'Carla Ferreira',
  'Siyabonga Gumede',
  'Ilse Oosthuizen',
  'Kwame Asante',
  'Zoë Williams',
  'Lindiwe Shabalala',
  'Marius Nel',
  'Shireen Adams',
  'Mpho Letsoale',
  'Anja Coetzee',
  'Vusi Tshabangu',
  'Ruth Adeyemi',
  'Gerhard Swart',
  'Naledi Kgosana',
  'Tariq Salie',
  'Bianca Esterhuizen',
  'Jabu Mthethwa',
  'Hlengiwe Buthelezi',
  'Stefan Lombard',
  'Amina Osman',
  'Thabiso Rakgatla',
  'Sanele Khoza',
  'Olivia Barnard',
  'Kamohelo Seleka',
  'Oakvale Dental Practice',
  'Two Rivers Bakery',
  'Fernhill Primary School',
]

/** Two households where somebody else does the writing: customer -> who writes, and what says so. */
export const writesFor: Record<string, { name: string; evidence: string }> = {
  'Hendrik Steyn': { name: 'Marelize Steyn', evidence: 'phone on record' },
  'Nomvula Dlamini': { name: 'Ayanda Dlamini', evidence: 'linked by Nomsa Dube' },
}

/** One telephone, two accounts: the second customer has the first one's number on record. */
export const sharedPhone = { owner: 'Priya Naidoo', alsoFor: 'Deepak Naidoo' }

/** Suburb and the router its lines end at. People live in them by turns, so the first ones always live where they do. */
export const suburbs = [
  { name: 'Two Rivers', nas: 'Tower 3' },
  { name: 'Fernhill', nas: 'Oakvale OLT' },
  { name: 'Kestrel Ridge', nas: 'Kestrel Ridge tower' },
  { name: 'Amberfield', nas: 'Tower 3' },
  { name: 'Oakvale', nas: 'Oakvale OLT' },
]

/** A digger went through this one's fibre. */
export const fibreCut = 'Lerato Khumalo'

export const streets = [
  'Heron Lane',
  'Quarry Road',
  'Willow Crescent',
  'Station Street',
  'Protea Close',
  'Mill Road',
]

/** The first one is the router the demo's line simulator plays. */
export const routers = [
  { name: 'Tower 3', address: '127.0.0.1', wireless: true },
  { name: 'Oakvale OLT', address: '127.0.0.2', wireless: false },
  { name: 'Kestrel Ridge tower', address: '127.0.0.3', wireless: true },
]

/** Prices per month before 15 % VAT, in cents. */
export const plansOffered = [
  { name: 'Air 10', wireless: true, downKbps: 10_000, upKbps: 5_000, priceMinor: 34_900n },
  { name: 'Air 25', wireless: true, downKbps: 25_000, upKbps: 10_000, priceMinor: 52_900n },
  { name: 'Fibre 50', wireless: false, downKbps: 50_000, upKbps: 25_000, priceMinor: 56_900n },
  { name: 'Fibre 100', wireless: false, downKbps: 100_000, upKbps: 50_000, priceMinor: 73_900n },
  { name: 'Fibre 200', wireless: false, downKbps: 200_000, upKbps: 100_000, priceMinor: 95_900n },
]
