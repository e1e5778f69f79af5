/** Ways to write an address that is not on the open internet. */

/** As a host, in the form a URL has it: IPv6 in brackets. */
export const privateHosts: readonly string[] = [
  // This machine, by IPv4.
  ...['127.0.0.1', '127.1', '127.0.1', '127.255.255.254', '127.000.000.001', '127.0.0.1.'],
  ...['2130706433', '0x7f000001', '0x7f.0.0.1', '0X7F.0X0.0X0.0X1', '0x7f.1', '017700000001'],
  ...['0177.0.0.1', '0177.0.0.0x1', '00000177.00.00.01', '127.0x0.1', '4294967295', '4294967296'],
  ...['0.0.0.0', '0', '0x0', '0.0', '0.255.255.255'],
  // By name.
  ...['localhost', 'LOCALHOST', 'LocalHost', 'localhost.', 'app.localhost', 'localhost.localdomain'],
  ...['ip6-localhost', 'ip6-loopback', 'metadata.google.internal', 'instance-data'],
  // By IPv6, and by IPv4 within it.
  ...['[::1]', '[0:0:0:0:0:0:0:1]', '[0000:0000:0000:0000:0000:0000:0000:0001]', '[::]', '[::0.0.0.1]'],
  ...['[::ffff:127.0.0.1]', '[::FFFF:7F00:1]', '[0:0:0:0:0:ffff:127.0.0.1]', '[::ffff:0:127.0.0.1]'],
  ...['[::127.0.0.1]', '[64:ff9b::127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::7f00:1]'],
  ...['[2002:7f00:1::]', '[2002:7f00:0001::1]', '[2001:0:7f00:1::]', '[2001::80ff:fffe]'],
  ...[
    '[fe80::1]',
    '[fe80::1%lo]',
    '[fe80::1%25lo]',
    '[fec0::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
  ],
  ...[
    '[100::1]',
    '[2001:db8::1]',
    '[3fff::1]',
    '[::ffff:169.254.169.254]',
    '[::ffff:a9fe:a9fe]',
    '[4000::1]',
  ],
  // Networks inside, and what is on none.
  ...[
    '10.0.0.1',
    '10.255.255.255',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '192.168.1.1',
    '0xc0a80101',
  ],
  ...['169.254.169.254', '169.254.170.2', '2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.43518'],
  ...[
    '100.64.0.1',
    '100.127.255.255',
    '168.63.129.16',
    '192.0.0.1',
    '192.0.0.192',
    '192.0.2.1',
    '192.88.99.1',
  ],
  ...['198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255'],
  ...['240.0.0.1', '255.255.255.255', '0xffffffff'],
  // Letters and digits that become others on the way.
  ...[
    '１２７.０.０.１',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '127．0．0．1',
    'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ',
    'ｌｏｃａｌｈｏｓｔ',
    'loc\u00adalhost',
  ],
  ...['%31%32%37.0.0.1', 'loc%61lhost', '127.0.0.1%00', '127.0.0.1%2e', 'local\thost'],
]

/** Whole addresses that look as if they led elsewhere, or by another way. */
export const privateUrls = (port: number): string[] => [
  `http://public.example@127.0.0.1:${port}/`,
  `http://public.example:80@127.0.0.1:${port}/`,
  `http://public.example%00@127.0.0.1:${port}/`,
  `http://127.0.0.1:${port}\\@public.example/`,
  `http://public.example\\@127.0.0.1:${port}/`,
  `http://127.0.0.1:${port}#@public.example/`,
  `http://127.0.0.1:${port}?@public.example/`,
  `http:127.0.0.1:${port}/`,
  `http:/127.0.0.1:${port}/`,
  `http:///127.0.0.1:${port}/`,
  `http:\\\\127.0.0.1:${port}\\`,
  `\thttp://127.0.0.1:${port}/`,
  `ht\ntp://127.0.0.1:${port}/`,
  `HTTP://127.0.0.1:0${port}/`,
  `http://127.0.0.1:${port}/..//`,
  `//127.0.0.1:${port}/`,
  `127.0.0.1:${port}`,
  `ws://127.0.0.1:${port}/`,
  `ftp://127.0.0.1:${port}/`,
  `gopher://127.0.0.1:${port}/_`,
  `dict://127.0.0.1:${port}/`,
  `ldap://127.0.0.1:${port}/`,
  'file:///etc/passwd',
  'unix:/var/run/docker.sock',
  `http://unix:/tmp/socket:/`,
  `data:text/plain,http://127.0.0.1:${port}/`,
  `javascript:fetch("http://127.0.0.1:${port}/")`,
]

/** Without the brackets, as a settings field has it. */
export const bare = (host: string): string => host.replace(/^\[(.*)\]$/, '$1')
