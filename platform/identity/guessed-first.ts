/**
 * Passwords that are tried first by everyone who guesses. Shorter ones fall to the minimum length already, so this list
 * holds what people make of them to get past it.
 */
const bases = [
  'password', 'passw0rd', 'p@ssword', 'p@ssw0rd', 'pa55word', 'qwerty', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'letmein',
  'welcome', 'iloveyou', 'administrator', 'admin', 'changeme', 'secret', 'superman', 'batman', 'football', 'baseball',
  'basketball', 'dragon', 'monkey', 'sunshine', 'princess', 'shadow', 'master', 'michael', 'jennifer', 'computer',
  'internet', 'whatever', 'starwars', 'trustno', 'freedom', 'mustang', 'summer', 'winter', 'spring', 'autumn', 'august',
  'september', 'october', 'november', 'december', 'january', 'february', 'monday', 'friday', 'abcdef', 'abc', 'test',
  'testing', 'default', 'login', 'guest', 'support', 'trunkline', 'network', 'router', 'mikrotik', 'ubiquiti', 'cisco',
  'huawei', 'fibre', 'fiber', 'wireless', 'hello', 'helloworld', 'google', 'facebook', 'whatsapp', 'telegram',
] // biome-ignore format: a list reads better in lines

const exact = new Set([
  '1234567890', '0123456789', '12345678910', '123456789012', '0987654321', '9876543210', '1q2w3e4r5t', '1q2w3e4r5t6y',
  'qazwsxedcr', 'qazwsxedcrfv', '1qaz2wsx3edc', 'zaq12wsxcde3', 'q1w2e3r4t5', 'q1w2e3r4t5y6', 'asdfghjkl;', 'poiuytrewq',
  'correcthorsebatterystaple', 'abcdefghij', 'abcdefghijk', 'abcdefghijkl', '1029384756', '147258369', '1472583690',
  'thisisapassword', 'mypassword', 'nopassword', 'newpassword', 'yourpassword', 'iloveyouforever', 'letmeinplease',
]) // biome-ignore format: a list reads better in lines

/** A common word with digits and signs around it, or one character or a short piece over and over. */
export function isCommon(password: string): boolean {
  const text = password.toLowerCase()
  if (exact.has(text)) return true
  if (/^(.{1,4})\1+.{0,3}$/s.test(text)) return true
  const core = text.replace(/^[\d\W_]+|[\d\W_]+$/g, '')
  if (core === '') return /^\d+$/.test(text) && isSequence(text)
  return bases.includes(core) || bases.some(base => core === base + base)
}

/** Digits that only count up or down. */
const isSequence = (digits: string) =>
  [1, -1].some(step =>
    [...digits].every((digit, at) => at === 0 || (Number(digits[at - 1]) + step + 10) % 10 === Number(digit)),
  )
