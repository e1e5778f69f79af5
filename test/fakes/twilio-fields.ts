/** The form fields of Twilio's two kinds of post. */
type Fields = Record<string, string>

type Incoming = {
  messageSid: string
  from: string
  to: string
  body: string
  mediaUrl?: string | undefined
  media?: { contentType: string }
}

type Status = { sid: string; from: string; to: string; status: string; errorCode?: string | undefined }

/** A customer's message. */
export function incomingFields(accountSid: string, text: Incoming): Fields {
  return {
    MessageSid: text.messageSid,
    SmsMessageSid: text.messageSid,
    SmsSid: text.messageSid,
    AccountSid: accountSid,
    From: text.from,
    To: text.to,
    Body: text.body,
    SmsStatus: 'received',
    NumSegments: '1',
    NumMedia: text.mediaUrl ? '1' : '0',
    ...(text.mediaUrl
      ? { MediaUrl0: text.mediaUrl, MediaContentType0: text.media?.contentType ?? 'image/jpeg' }
      : {}),
    ApiVersion: '2010-04-01',
  }
}

/** A state of one of our messages. */
export function statusFields(accountSid: string, message: Status): Fields {
  return {
    MessageSid: message.sid,
    SmsSid: message.sid,
    AccountSid: accountSid,
    From: message.from,
    To: message.to,
    MessageStatus: message.status,
    SmsStatus: message.status,
    ApiVersion: '2010-04-01',
    ...(message.errorCode ? { ErrorCode: message.errorCode } : {}),
  }
}
