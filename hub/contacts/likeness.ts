/** How much speaks for two contacts being one person. Pure: facts in, score and words out; nothing is ever done by it. */

/** `evidence`: what says so, e.g. "phone on record". */
type SpokenFor = { id: string; number: string; name: string; evidence: string }

export type Side = { name: string; addresses: string[]; customers: SpokenFor[] }

type Likeness = { score: number; reasons: string[]; warning: string | null }

/** Points of one fact. Together they never make a hundred: only a person is sure. */
const points = {
  onRecord: 60,
  sameCustomer: 45,
  mentioned: 35,
  sameName: 30,
  sameFirstName: 10,
  namedLike: 20,
}
const mostPoints = 95
/** Different customers are most often different people who share a name. */
const mostForStrangers = 30

/** `mentioned`: numbers of customers that one side names in its messages and the other speaks for. */
export function likenessOf(one: Side, other: Side, mentioned: string[]): Likeness {
  const found = [
    ...sharedCustomers(one, other),
    ...mentioned.map(number => fact(points.mentioned, `names ${number} or its login in a message`)),
    ...names(one, other),
  ]
  const score = Math.min(
    mostPoints,
    found.reduce((sum, each) => sum + each.points, 0),
  )
  const reasons = [...new Set(found.map(each => each.words))]
  const strangers =
    one.customers.length > 0 &&
    other.customers.length > 0 &&
    !one.customers.some(customer => other.customers.some(each => each.id === customer.id))
  if (!strangers) return { score, reasons, warning: null }
  const warning = `They speak for different customers: ${numbers(one)} and ${numbers(other)}.`
  return { score: Math.min(mostForStrangers, Math.round(score / 2)), reasons, warning }
}

type Fact = { points: number; words: string }
const fact = (worth: number, words: string): Fact => ({ points: worth, words })
const numbers = (side: Side) => side.customers.map(customer => customer.number).join(', ')

/** An address on record on both sides says more than a link somebody made. */
function sharedCustomers(one: Side, other: Side): Fact[] {
  const shared = one.customers.flatMap(customer => {
    const theirs = other.customers.find(each => each.id === customer.id)
    return theirs ? [{ number: customer.number, onRecord: isOnRecord(customer) && isOnRecord(theirs) }] : []
  })
  const best = shared.find(each => each.onRecord) ?? shared[0]
  if (!best) return []
  return best.onRecord
    ? [fact(points.onRecord, `both wrote from an address on record for ${best.number}`)]
    : [fact(points.sameCustomer, `both speak for ${best.number}`)]
}

const isOnRecord = ({ evidence }: SpokenFor) => evidence.endsWith('on record')

function names(one: Side, other: Side): Fact[] {
  const [a, b] = [plainName(one), plainName(other)]
  if (a === null || b === null) return []
  if (a === b) {
    return [
      a.includes(' ') ? fact(points.sameName, 'same name') : fact(points.sameFirstName, 'same first name'),
    ]
  }
  const like = [...one.customers, ...other.customers].find(each => [a, b].includes(plain(each.name)))
  return like && a.split(' ')[0] === b.split(' ')[0]
    ? [fact(points.namedLike, `same first name, and one is called like ${like.number}`)]
    : []
}

const plain = (name: string) =>
  name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim()

/** Null for somebody who is called by their address. */
function plainName(side: Side): string | null {
  return side.addresses.includes(side.name) || !/\p{L}{2}/u.test(side.name) ? null : plain(side.name)
}
