/** Proves both halves of the credentials, without reading or sending any mail. */
import type { Io } from '../channel.ts'
import { imapFailure, openFolder } from './imap.ts'
import { accountOf, type EmailSettings } from './settings.ts'
import { converse } from './smtp.ts'

/** Logs in over IMAP (and opens the folder), then over SMTP. The failure's words begin with the half that failed. */
export async function check(given: EmailSettings, io: Io): Promise<{ account: string }> {
  const client = await openFolder(given, io)
  try {
    await client.logout()
  } catch (error) {
    throw imapFailure(error, given)
  } finally {
    client.close()
  }
  await converse(given, io, null)
  return { account: accountOf(given) }
}
