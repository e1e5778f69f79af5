/** `Link: <…>; rel="next"` (RFC 8288): the same request with the cursor of the following page. */

/** `url` as it was asked for, path and query; every other parameter is kept. The link is relative to the host. */
export function nextLink(url: string, cursor: string): string {
  const { pathname, searchParams } = new URL(url, 'http://host')
  searchParams.set('cursor', cursor)
  return `<${pathname}?${searchParams}>; rel="next"`
}
