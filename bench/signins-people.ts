/** Who could sign in, and the password all of them have. */
export const people = {
  count: 500,
  domain: 'bench.example',
  emailOf: (n: number) => `person-${n}@bench.example`,
}
