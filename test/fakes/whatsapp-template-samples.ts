/** Templates as Meta lists them, of every shape an agent meets. */
import type { ListedTemplate } from './whatsapp-templates.ts'

const body = (text: string, more: object = {}) => ({ type: 'BODY', text, ...more })

const reminder: ListedTemplate = {
  id: '1689556908129832',
  name: 'payment_reminder',
  language: 'en',
  status: 'APPROVED',
  category: 'UTILITY',
  components: [
    { type: 'HEADER', format: 'TEXT', text: 'Invoice {{1}}', example: { header_text: ['2041'] } },
    body('Hi {{1}}, {{2}} is due on {{3}}. Thank you!', {
      example: { body_text: [['Thandi', 'R 654.00', '1 December']] },
    }),
    { type: 'FOOTER', text: 'Fernhill Fibre' },
    {
      type: 'BUTTONS',
      buttons: [
        {
          type: 'URL',
          text: 'Pay now',
          url: 'https://pay.fernhill.example/{{1}}',
          example: ['https://pay.fernhill.example/2041'],
        },
        { type: 'PHONE_NUMBER', text: 'Call us', phone_number: '+27871234500' },
      ],
    },
  ],
}

const visit: ListedTemplate = {
  id: '1689556908129833',
  name: 'visit_planned',
  language: 'en',
  status: 'APPROVED',
  category: 'UTILITY',
  components: [
    body('Hi {{first_name}}, our technician comes on {{day}}. Will somebody be there?', {
      example: {
        body_text_named_params: [
          { param_name: 'first_name', example: 'Thandi' },
          { param_name: 'day', example: 'Thursday' },
        ],
      },
    }),
    {
      type: 'BUTTONS',
      buttons: [
        { type: 'QUICK_REPLY', text: 'Yes' },
        { type: 'QUICK_REPLY', text: 'No' },
      ],
    },
  ],
}

const plain: ListedTemplate = {
  id: '1689556908129834',
  name: 'still_there',
  language: 'en_US',
  status: 'APPROVED',
  category: 'UTILITY',
  components: [body('We have news about your line. Reply to this message and we go on from here.')],
}

const goodbye: ListedTemplate = {
  id: '1689556908129835',
  name: 'still_there',
  language: 'af',
  status: 'APPROVED',
  category: 'UTILITY',
  components: [body('Ons het nuus oor jou lyn. Antwoord hierop, dan gaan ons verder.')],
}

const paused: ListedTemplate = {
  id: '1689556908129836',
  name: 'spring_offer',
  language: 'en',
  status: 'PAUSED',
  category: 'MARKETING',
  components: [body('Twice the speed until spring, {{1}}!', { example: { body_text: [['Thandi']] } })],
}

const rejected: ListedTemplate = {
  id: '1689556908129837',
  name: 'win_a_router',
  language: 'en',
  status: 'REJECTED',
  category: 'MARKETING',
  rejected_reason: 'PROMOTIONAL',
  components: [body('You won!')],
}

const picture: ListedTemplate = {
  id: '1689556908129838',
  name: 'new_coverage',
  language: 'en',
  status: 'APPROVED',
  category: 'MARKETING',
  components: [{ type: 'HEADER', format: 'IMAGE' }, body('Fibre has come to your street.')],
}

const place: ListedTemplate = {
  id: '1689556908129839',
  name: 'find_us',
  language: 'en',
  status: 'APPROVED',
  category: 'UTILITY',
  components: [{ type: 'HEADER', format: 'LOCATION' }, body('Our shop has moved. You find us here.')],
}

export const templateSamples: ListedTemplate[] = [
  reminder,
  visit,
  plain,
  goodbye,
  paused,
  rejected,
  picture,
  place,
]

/** As Meta lists one made for one-time codes: the button copies the code. */
export const codeTemplate: ListedTemplate = {
  id: '1689556908129840',
  name: 'your_code',
  language: 'en',
  status: 'APPROVED',
  category: 'AUTHENTICATION',
  components: [
    body('*{{1}}* is your verification code.', { example: { body_text: [['123456']] } }),
    {
      type: 'BUTTONS',
      buttons: [
        {
          type: 'URL',
          text: 'Copy code',
          url: 'https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}',
          example: ['https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp123456'],
        },
      ],
    },
  ],
}
