/** Real-shaped mails for the conformance suite: one written by a person, one bounce, one out-of-office, one ruin. */
import type { ChannelSamples } from '../samples.ts'
import type { EmailSettings } from './settings.ts'

function mail(...lines: string[]): Buffer {
  return Buffer.from(lines.join('\r\n'), 'latin1')
}

const written = mail(
  'From: Naledi Example <Naledi@customer.example>',
  'To: support@fibreway.example',
  'Subject: =?UTF-8?Q?No_internet_since_caf=C3=A9_time?=',
  'Date: Tue, 04 Mar 2025 09:15:00 +0200',
  'Message-ID: <a1@customer.example>',
  'In-Reply-To: <m2@fibreway.example>',
  'References: <m1@fibreway.example> <m2@fibreway.example>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="edge"',
  '',
  '--edge',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'The red light is on.',
  '--edge',
  'Content-Type: image/png; name="router.png"',
  'Content-Disposition: attachment; filename="router.png"',
  'Content-Transfer-Encoding: base64',
  '',
  'iVBORw0KGgo=',
  '--edge--',
  '',
)

const bounce = mail(
  'Return-Path: <>',
  'From: Mail Delivery System <mailer-daemon@relay.example>',
  'To: support@fibreway.example',
  'Subject: Undelivered Mail Returned to Sender',
  'Date: Tue, 04 Mar 2025 09:16:00 +0200',
  'Message-ID: <b1@relay.example>',
  'Auto-Submitted: auto-replied',
  'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=delivery-status; boundary="edge"',
  '',
  '--edge',
  'Content-Type: text/plain',
  '',
  'Your message could not be delivered.',
  '--edge',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; relay.example',
  '',
  'Final-Recipient: rfc822; gone@customer.example',
  'Action: failed',
  'Status: 5.1.1',
  'Diagnostic-Code: smtp; 550 5.1.1 No such user',
  '    here',
  '--edge',
  'Content-Type: text/rfc822-headers',
  '',
  'From: support@fibreway.example',
  'Message-ID: <0195-our-message@fibreway.example>',
  '--edge--',
  '',
)

const outOfOffice = mail(
  'From: sipho@customer.example',
  'To: support@fibreway.example',
  'Subject: Out of office',
  'Message-ID: <o1@customer.example>',
  'Auto-Submitted: auto-replied (vacation)',
  'Content-Type: text/html; charset=iso-8859-1',
  '',
  '<p>Back on Monday \xe9h?</p>',
)

const settings: EmailSettings = {
  address: 'support@fibreway.example',
  name: 'Fibreway Support',
  imapHost: 'imap.fibreway.example',
  imapPort: 993,
  imapSecurity: 'tls',
  imapUser: 'support@fibreway.example',
  imapPassword: 'example-imap-password',
  folder: 'INBOX',
  importExisting: false,
  smtpHost: 'smtp.fibreway.example',
  smtpPort: 465,
  smtpSecurity: 'tls',
  smtpUser: '',
  smtpPassword: '',
}

export const samples: ChannelSamples<EmailSettings> = {
  settings,
  raws: [
    {
      name: 'a mail with a photo',
      raw: written,
      expect: { types: ['message'], fromValue: 'naledi@customer.example', text: 'The red light is on.' },
    },
    { name: 'a bounce of our mail', raw: bounce, expect: { types: ['message', 'receipt'] } },
    {
      name: 'an out-of-office in HTML only',
      raw: outOfOffice,
      expect: { types: ['message'], fromValue: 'sipho@customer.example', text: 'Back on Monday éh?' },
    },
    { name: 'bytes that are no mail', raw: Buffer.from([0, 255, 13, 10, 0]), expect: { types: ['message'] } },
  ],
}
