/** What bzip2 and xz packed of the invented texts below, and what filters of xz made of bytes that look like programs. */

export const packedLog = Array.from(
  { length: 60 },
  (_, line) =>
    `2026-02-08 10:24:${String(line).padStart(2, '0')}, Info                  CBS    Session: 30_${(line * 7919) % 10_007} initialized by client ${(line * 31) % 17}\r\n`,
).join('');

/** Runs in it are longer than what is packed as a run at once. */
export const packedRepeats =
  '2026-02-08 10:24:58, Info                  CBS    日志 aaaaaaaaaaaa\r\n'.repeat(4000);

function decode(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.join(''), 'base64');
}

export const packed = {
  /** Of `packedLog`. */
  bzip2: decode(
    'QlpoOTFBWSZTWU/IHrQAA6rfgEATQAZ/8BggCAC/JYwwQAKXInBmAwyMCaYEyGJowII9GSKTCADQAIYpPTI1SAA0aABF',
    'JlTYhJppBjQj0xAzO75Zndy275dnDjxPJInmkibSJNpE2kic4xe984xe+cYxe+cYvfYEEf4CvUFeymAVhF/YKwCfoFfk',
    'Fe4K8t+Xnx14THDnz86kUgOkzNGZQF2UJu7AIFoXIFgXIuQsCUpkDGYsClVVQGc2BczMgEBXVVQqJAoC5mZLM7umZ3dd',
    'IiIiPXDZuNNaAm+dQI8mZ1vIKy8Y44toCtW0iKBXIKxvEREW2tas62ma4aBar70ABwnjVOtTIWgI3xLNYiQRDZgrlxkA',
    'AZ3vAV4Kxbs7vjeteTM7vKiTIxBolnd3hmd3G0QwjYAAjcgmliuLmWZ3fVrW8lFbR5UmTAYJDcb0AAKq9CLELjVakQrF',
    '1CqSJlHBfhEZhmd3vIAAm6Jorec3shtq1nDUtYBqTAspHBVgAC60aGpvNlmd32xQ4ak1hNo5bbybvGDu973swxiorN3W',
    'qmGqNs1szu5KUA6xrW522dKRhYrUkzrb1e9YNVWM7bbGM3l0Nr1WprbsCt0GQVhQOgK+4K+QK9AV6AroCv2CtAK9QV8A',
    'rIK/IK7Ar8Ar3BW4K+AVoFZBXuCvYFeoK9gV1BXcFfAK2BXIKyCuQVkFfAKwCv4LuSKcKEgn5A9aAA==',
  ),
  /** Of `packedRepeats`, in three blocks. */
  manyBlocks: decode(
    'QlpoMTFBWSZTWbW+060AYaTfOUBTQAZ3UBggCAAhAYCAAgAAAIMAMAFZqqCgAGgAAE1VQABkaAAKVRBNMmmjMmUbThQK',
    'skCrggVb0CrdJESyoFWlAq/aBVzoEepVQzlVDqVUMSqhzIKsKBVhQKvygVfNApiVUMJVQwyKqGgqobCCrGgVYUCrGgVe',
    'KBTMVUMiqh3KqHYqobihVnQKs1BKYoFWtAq0oFWtAq/0CrZAqzQKtkCrZAq7oFXsxQVkmU1kPXHa6AL+FXzlAU0AGd1A',
    'YIAgAIQGAgAIAAACDADABWakCgAGgAAE1VTQADRoAApVKGgwhj0mkz1TcgVYoFW6gVe1Aq9VQiWECrZAq50CrfQI9FVD',
    'AqodSqhiVUORBVpQKtKBV+0Cr6oFMSqhzKqGRVQwKqGoqoYFVDMVUMCqhkVUNKBV1oFWqBVhAq+aBVqgVYiEp6UCrugV',
    'bUCrugVeKBVmgVYoFWaBVmgVfGUCr/MUFZJlNZE6ATRgAM+d85QFNABndQGCAIACEBgIACAAAAgwAwARYIUAA0AAAmqq',
    'DQABoBoFKpqjTRgaT0AGBFYkVgRWkitCCqxInalHJKNiUd6UYSj/SjNKOCUZJRklGaUfyUZpRxSjRKMJR+JRhKMkowlG',
    'iUZJRolHSlHOlH6lHSlHOErFKNndKOyUvZFfSKyIrEisiKyIrIiv4u5IpwoSG3x2EIA=',
  ),
  /** Of 64 MiB of zeros. */
  bzip2Bomb: decode(
    'QlpoOTFBWSZTWQ4J4t8BX45AAMAAAAggADCATUZCoCWpCoCXMUFZJlNZvAS1wwCidcAAwAAACCAAIKQINjKKiE0qKiE4',
    'u5IpwoSFALuD6A==',
  ),
  /** Of `packedLog`; what follows holds its first 80 characters. */
  xz: decode(
    '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4BWiAbBdABkMApKyrxe93y6IbfEE/jtrDFykyDgjycvL+hqC5B3budL3/cfa',
    'kr1SI58B7xUjJItzMu0wpnMfuctn/j3kkM6qcx5+eNQl19TDXqExTh6FCT+CVeKO0W5PX4tAmDGuwWNHLRioXA7lrHJA',
    'X9317S4dLHKO7MCWyK/ghQ2yI+Cpj5ZbxekOgMlcWOMTCUQk0yWD/lTM6qqKkXTPsX4hD+dx848ohTwkBeBb+bYm+DkE',
    'qSK4z4KsMmv72fh9g4LUllCWTLDmMzeCtIWmQ30VBL4j9c7PVGojr3gBYtz7tZS34sWCmTsar/lbm/wv2wL/EXxjFIQm',
    '15eBzmN9zp4rbe4r58bU00yzEP3Y+syfqkc7kFI+sgraZ5CMzg8K1SAhQV+oyrPLWSd7U2zn+cJ5as7vKyytQNbvFj+u',
    'Y0BlpNE+c0Ph7q6/cIe7P09lOM3PXzytvaPyQ08mfg0QDonZkUlRsJ9b22Si3EnT2ELP8AExNjuZ3gMt2LBD9yTh3bRx',
    'PgtHH0aGCWwLHoDqqZ9fXdiVzkScPYBAAhmU7zHo8LTl2iLPQtASj4cr6ZXPn/WU6gCD2Eck9lXp7gABzAOjKwAAKG8Z',
    'ibHEZ/sCAAAAAARZWg==',
  ),
  xzCrc32: decode(
    '/Td6WFoAAAFpIt42AgAhARYAAAB0L+Wj4ABPAEJdABkMApKyrxe93y6IbfEE/jtrDFykyDgjycvL+hqC5B3budL3/cfa',
    'kr1SI58B7xUjJItzMu0wpnMfuctn/j3kalvpgAAAAKjYEywAAVpQAVG5C5BCmQ0BAAAAAAFZWg==',
  ),
  xzSha256: decode(
    '/Td6WFoAAArh+wyhAgAhARYAAAB0L+Wj4ABPAEJdABkMApKyrxe93y6IbfEE/jtrDFykyDgjycvL+hqC5B3budL3/cfa',
    'kr1SI58B7xUjJItzMu0wpnMfuctn/j3kalvpgAAAAL5GzY6/B8qhzSHVAFSgHl9mUBOcK6+UCjurU7Bv+exoAAF2UK86',
    'iDIYm0uaAQAAAAAKWVo=',
  ),
  /** With the filters for delta and for x86. */
  xzDelta: decode(
    '/Td6WFoAAATm1rRGAwIDAQEEACEBEAAAMuS1yOAATwBLXQAZC/wAbn54WA3oUNWisx0bSP1qGQnlqHc7gNhA8rOeJCbi',
    'Quf/xO+1a/W6MQrM1fSJYv4AMedrOP6nLaizeEp2arVbGNvO0SrrbwAAABp0pV7W8v8JAAFrULNW5M0ftvN9AQAAAAAE',
    'WVo=',
  ),
  x86Plain: decode(
    'AIAOfwABwg//AMfpDwDo/1SU/4AAZMQAAAAPDwAA9gAA6LcJ/w/nAP//7ACA6QAS6QIAAoAAgOhS6c8P6P+AAf8P0//o',
    'lg/oougAAv9c6AK4AIDogAHorg/y6OgCAID/AOarAmX06f8P/wKA6A+AgOhzAAACAYAPAP/Rv5oCDwDWDwAAD/8ugOkP',
    'AA///P8A6Oj/6OjoD30ABgIB/wDoDzwAAg8CAA/oAelh/4D/gGTuIej/gOgBAU4CI+gg6P/P6OmAOADgDwD/6ekP/0Tp',
    'DwC/RgCAAv8C6AC+/+jp6OkBAQAC/wDb/+n7R///D/8AgAAPbv/o/wH2AAEPpemAAPDoAIABsLzogACAAQDogP+6AOgB',
    '///c6OiA6ALp//sB/wHo/4DoYwL/6TcA/wEB/wDo/wDp6KAC//99AejoMgAC6AABgOj//wAAAegCAukA3wj//+gPMA8A',
    '/+kB7ACA8gD//xB4AP//Av//H/8A+unp6GYAAS7A6Q//gOgC/w8f/w8C6OkP/+j/6ehq6XoC6A==',
  ),
  x86: decode(
    'AIAOfwABwg//AMfpHwDo/1SU/4AAZMQAAAAPDwAA9gAA6LcJ/w/nAP//7ACA6QAS6QIAAoAAgOhS6Q0Q6P+AAf8P0//o',
    'lg/oougAAv9c6AK4AIDogAHorg/y6OhiAID/AOarAmX06f8P/wKA6A+AgOhzAAACAYAPAP/Rv5oCDwDWDwAAD/8ugOmc',
    'AA///P8A6Oj/6OjoD30ABgIB/wDoDzwAAg8CAA/orelh/4D/gGTuIej/gOgBAU4CI+gg6P/P6K6BOADgDwD/6ekP/0Tp',
    'DwC/RgCAAv8C6AC+/+jp6OkBAQAC/wDb/+noSP//D/8AgAAPbv/o+QL2AAEPpemAAPDoAIABsLzogACAAQDokgC7AOgB',
    '///c6OiA6ALpIP0B/wHo/4DoYwL/6TcA/wEB/wDo/wDpIaIC//99AejoMgAC6AABgOhJAQEAAehSA+kA3wj//+hoMQ8A',
    '/+kB7ACA8gD//xB4AP//Av//H/8A+uld6mYAAS7A6Q//gOgC/w8f/w8C6OmYAOn/6ehq6XoC6A==',
  ),
  arm64Plain: decode(
    'FAAA8F8J35QuM9r75+zMlNPTcZYaAACQuhggsFuq3ZcxypqwD0allrJrPpTQgF2WFAAAsB8AANCqEpWUtnC+lwAAALCx',
    'z0CVXJavllnW1pQGAADwRAKElL/pl5YwXauXgi7ww4RdupdgvfCU5xFM9qm5BpSy9iTQGwXVl+GR+Fd/dv2XmkM4kHuG',
    'gZSP0HCQ+0WWlB+mxJRPHVzwqJ3Ylo1Dq5R/YSCVc5ohlPd0qpfjqhIUpKewzRTLrpQzcMIFkkF6lyC9TpZmgF+XwFzd',
    '8JpYmcH7lPElbUgn8IBxhpXoOcKXheMElISkVpCEpQyXVcxGl/fbCtQ6QFKZonfklQ==',
  ),
  /** The program begins at 16384. */
  arm64: decode(
    'NAAA8GAZ35QuM9r76vzMlNfjcZY6AACQuhggsGK63ZcxypqwGFallrx7PpTbkF2WNAAAsD8AANC4IpWUxYC+lyAAALDC',
    '30CVbqavlmzm1pQmAADwWRKElNX5l5ZHbauXgi7ww51tupd6zfCU5xFM9sXJBpSy9iTQORXVl+GR+Fefhv2XmkM4kJ2W',
    'gZSP0HCQH1aWlES2xJRPHVzwz63YlrVTq5SocSCVnaohlCKFqpfjqhIUpKewzULbrpQzcMIFwlF6l1HNTpaYkF+XwFzd',
    '8JpYmcH7lPElbUgn8LeBhpUgSsKXvvMElISkVpC/tQyXkdxGl/fbCtQ6QFKZ4YfklQ==',
  ),
  /** A chunk of LZMA2 that unpacks to 2 MiB of zeros and may be repeated. */
  zeroChunk: decode(
    '//8RAWxdAABv/f//o7f/Rz5IFXI5YVG4kijmo4YH+e7kHoLTL8U6PAFLsX7JiopNL6MN2X+m44wjEVPgWRjFdYrid/i2',
    'lH8MasDedElk4ulcU7IE2PdEDKtfDW1G6eXDdoi3llestk3haR1v+0uIEGxCy4g/XACP0E6vJiiUcR89jyThcJ6nI1/s',
    'KMuF0ZWYin4qkfIndfcZwAaYTZj92K/VkA/EJVP49ZE2MQWlsO5vwXBNRwzRkRGqrWAdus6xJxhcWYbpZlJYvul2rFnk',
    '5VsFCPnH2q38+1IrdM0eWyBC+d1TPfgpZAk7gMsqbN+1O/DEvS5fqg8+S2ZCkBMO/xCT+HF4WfgLzf+VKEYPqfx83vua',
    'MC5WwI+F84OBwGXEJVP49ZE2MQWlsO5vwXBNRwzRkRGqrWAdus6xJxhcWYbpZlJYvul2rFnk5VsFCPnH2q38+1IrdM0e',
    'WyBC+d1TPfgpZAk7gMsqbN+1O/DEvEgn5lg=',
  ),
} as const;
