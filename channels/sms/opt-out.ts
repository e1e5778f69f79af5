/** Twilio's own default words: it stops delivering by itself when one of them comes, so ours are the same. */
export const optOut = {
  out: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT'],
  in: ['START', 'YES', 'UNSTOP'],
}
