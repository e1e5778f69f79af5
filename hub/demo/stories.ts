/** What the demo's customers wrote before one arrived: invented, short, and of every kind an agent meets. */

export type Line = { minutesAgo: number; by: 'customer' | 'agent' | 'note'; text: string; as?: string }

export type Story = {
  customer: string
  channel: 'whatsapp' | 'sms' | 'email' | 'telegram'
  subject?: string
  /** Whose it is now; nobody when absent. */
  assignee?: string
  resolved?: boolean
  lines: Line[]
}

const said = (minutesAgo: number, text: string): Line => ({ minutesAgo, by: 'customer', text })
const answered = (minutesAgo: number, as: string, text: string): Line => ({
  minutesAgo,
  by: 'agent',
  as,
  text,
})
const noted = (minutesAgo: number, as: string, text: string): Line => ({ minutesAgo, by: 'note', as, text })

const aisha = 'Aisha Jaffer'
const brandon = 'Brandon Meyer'

export const stories: Story[] = [
  {
    customer: 'Lerato Khumalo',
    channel: 'whatsapp',
    lines: [
      said(52, 'Hi, is there an outage? My internet has been off since this morning'),
      said(51, 'The PON light is red. I already restarted the router twice 😩'),
      said(12, 'Any news? I work from home and have a call at 2'),
    ],
  },
  {
    customer: 'Thandi Mokoena',
    channel: 'whatsapp',
    assignee: aisha,
    lines: [
      said(190, 'Good morning. It is slow again every evening, Netflix stops around 8'),
      answered(
        184,
        aisha,
        'Good morning Thandi, I am sorry about that. I can see your line, give me a moment.',
      ),
      noted(
        180,
        aisha,
        'Sector 2 is full after 19:00. Field team wants to move her to the north sector, see ticket.',
      ),
      answered(
        175,
        aisha,
        'Your tower is busy in the evenings. We are moving you to another sector this week, no cost to you.',
      ),
      said(31, 'Thank you! Which day will they come? I am home on Thursday'),
    ],
  },
  {
    customer: 'Pieter van Rooyen',
    channel: 'email',
    subject: 'Fixed IP address for cameras',
    lines: [
      said(
        340,
        'Hello,\n\nWe want to reach our cameras from outside. For that we need a fixed IP address.\nWhat does it cost per month and how long does it take?\n\nKind regards\nPieter van Rooyen',
      ),
    ],
  },
  {
    customer: 'Priya Naidoo',
    channel: 'sms',
    lines: [said(8, 'Pls send me my invoice for this month. Is it 654 or 759?')],
  },
  {
    customer: 'Sipho Ndlovu',
    channel: 'telegram',
    assignee: brandon,
    lines: [
      said(75, 'can I upgrade to the 200 plan today?'),
      answered(
        70,
        brandon,
        'You can! Fibre 200 is available at your address. Shall I start it on the first of the month, or right away?',
      ),
      said(66, 'right away please'),
    ],
  },
  {
    customer: 'Hendrik Steyn',
    channel: 'whatsapp',
    lines: [
      said(
        22,
        'Hello this is Marelize. The man came to fix it but the wifi is not working in the bedroom. Can I move the box?',
      ),
    ],
  },
  {
    customer: 'Megan Fourie',
    channel: 'email',
    subject: 'Moving house at the end of the month',
    assignee: aisha,
    lines: [
      said(
        1500,
        'Hi team,\n\nWe are moving from Willow Crescent to 14 Heron Lane on the 28th. Can our line move with us?\n\nThanks,\nMegan',
      ),
      answered(
        1440,
        aisha,
        'Hi Megan,\n\nYes, Heron Lane has our fibre. I have asked the field team for a visit on the 28th and will write as soon as it is confirmed.\n\nKind regards\nAisha',
      ),
    ],
  },
  {
    customer: 'Yusuf Abrahams',
    channel: 'whatsapp',
    lines: [said(4, 'Paid now by EFT, 849.00. When will you switch me back on?')],
  },
  {
    customer: 'Zanele Mahlangu',
    channel: 'sms',
    resolved: true,
    lines: [
      said(2900, 'internet off??'),
      answered(
        2880,
        brandon,
        'Good day Zanele. There was a power cut at Kestrel Ridge. All back since 10:20.',
      ),
      said(2870, 'ok thx its working'),
    ],
  },
  {
    customer: 'Grace Chikwanda',
    channel: 'telegram',
    lines: [
      said(140, 'Hello 👋 my son changed the wifi password and nobody remembers it'),
      said(139, 'how do I reset it'),
    ],
  },
  {
    customer: 'Two Rivers Bakery',
    channel: 'email',
    subject: 'Card machine offline since 6 this morning',
    lines: [
      said(
        95,
        'Good morning,\n\nOur card machine cannot connect and we are losing customers. The internet light on the router is orange.\nPlease phone or write as soon as you can.\n\nTwo Rivers Bakery',
      ),
    ],
  },
  {
    customer: 'Riaan Kruger',
    channel: 'whatsapp',
    assignee: brandon,
    resolved: true,
    lines: [
      said(4400, 'Please cancel my debit order, I will pay by card from now on'),
      answered(4390, brandon, 'Done, Riaan. The next invoice comes by email with a pay link.'),
      said(4388, '👍'),
    ],
  },
  {
    customer: 'Ayesha Patel',
    channel: 'sms',
    assignee: aisha,
    lines: [
      said(260, 'What speed should I get on Fibre 50? Test says 18'),
      answered(
        250,
        aisha,
        'You should see close to 50 Mbps on a cable. Was the test on WiFi? Please try once with a cable and tell me the number.',
      ),
    ],
  },
]
