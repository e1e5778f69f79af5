import { expect, test } from 'vitest'
import { changeWords } from './change-words.ts'

test('each detail that changed has its words', () => {
  expect(
    changeWords({
      before: {
        priority: 'normal',
        team: null,
        labels: ['Old', 'VIP'],
        fields: { site: 'North', visits: 1 },
      },
      after: {
        priority: 'urgent',
        team: { id: '1', name: 'Field desk' },
        labels: ['VIP', 'Fibre cut'],
        fields: { visits: 2 },
      },
    }),
  ).toEqual([
    'set the priority to Urgent',
    'gave this to Field desk',
    'labelled this Fibre cut',
    'took off Old',
    'cleared site',
    'set visits to 2',
  ])
})

test('fields are called by their titles, and by their keys once they are gone', () => {
  const data = { before: { fields: { gone: 'x' } }, after: { fields: { fibre: true, 'visit-on': false } } }
  const titles: Record<string, string> = { fibre: 'Fibre at home', 'visit-on': 'Visit agreed' }
  const fieldOf = (key: string) => (titles[key] ? { title: titles[key] } : undefined)
  expect(changeWords(data, fieldOf)).toEqual([
    'cleared gone',
    'set Fibre at home to yes',
    'set Visit agreed to no',
  ])
})

test('a team that is taken away is named', () => {
  expect(changeWords({ before: { team: { name: 'Field desk' } }, after: { team: null } })).toEqual([
    'took this from Field desk',
  ])
})

test('data of another shape says nothing and breaks nothing', () => {
  expect(changeWords({})).toEqual([])
  expect(changeWords({ before: 'x', after: [1, 2] })).toEqual([])
})
