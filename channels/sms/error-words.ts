/** Twilio's error codes in words an agent can act on; codes not listed show as "Twilio error N". */
const words = new Map<string, string>(
  Object.entries({
    '21211': 'This is not a phone number that can receive messages',
    '21408': 'The Twilio account may not send to this country',
    '21601': 'This number cannot send text messages',
    '21606': 'The sending number does not belong to this account or cannot text',
    '21610': 'The customer opted out by texting STOP; they can text START to hear from you again',
    '21611': 'Too many messages wait to be sent from this number',
    '21612': 'This pair of numbers cannot exchange messages',
    '21614': 'This is not a mobile number',
    '21617': 'The message is longer than 1600 characters',
    '30001': 'Too many messages were waiting; this one was dropped',
    '30002': 'The Twilio account is suspended',
    '30003': 'The phone is switched off or out of reach',
    '30004': 'The recipient or their network blocks this message',
    '30005': 'This number does not exist or is no longer in service',
    '30006': 'This is a landline, or its network cannot be reached',
    '30007': 'The network filtered the message as unwanted',
    '30008': 'The network did not say why it was not delivered',
    '30010': 'The message costs more than the price limit set for it',
    '30034': 'The sending number is not registered with the networks of this country',
  }),
)

export const errorWords = (code: string) =>
  words.get(code) ?? (code === '' ? 'Twilio gave no reason' : `Twilio error ${code}`)
