/** Archives that 7-Zip 26 packed from the invented logs below: what a builder for tests does not pack, LZMA itself. */

const cbs = Array.from(
  { length: 60 },
  (_, line) =>
    `2026-02-08 10:24:${pad(line)}, Info                  CBS    Session: 30_${(line * 7919) % 10_007} initialized by client ${(line * 31) % 17}\r\n`,
).join('');
const setup = Array.from(
  { length: 80 },
  (_, line) =>
    `2026-02-08 10:25:${pad(line % 60)}, Error  SP  Operation ${line} of ${(line * 104_729) % 99_991} failed\r\n`,
).join('');

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

function decode(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.join(''), 'base64');
}

interface SevenZipSample {
  bytes: Buffer;
  files: [name: string, text: string, ending: string][];
}

export const sevenZipSamples = {
  'of two logs': {
    files: [
      ['setupact.log', setup, 'whole'],
      ['日志/CBS.log', cbs, 'whole'],
    ],
    bytes: decode(
      'N3q8ryccAATfQk/OCwQAAAAAAAAiAAAAAAAAACNQhvrgKOwDjV0AGQwCkrKvF73fLoht8QT+QJ3MuaTHwG3bK+A4',
      'L4/1D9+cPgj7uKygRUJ6Md/gBhMpcBMnLXjZuOph+bZMgKfAts+4Bs/XqmvWCdlQpaqZ5WrlzJn6RfKmv9HQLqpq',
      'qnM1CVgj301coZDbUqz36M2KdxuR9dkq8pr8jmRg0lt0EgpHAVJPPPrNjZq+7fAtg7t2ZIfaNgyE+uyowfBKCGJt',
      'pJqnFVf2bosnDafYnnWM7Ofy0nR+cXFhAHFgSAzHF+kBAdq+1ezQHD/P6Aqni/WVOeamiTzV/M9k8EZugBskLhFw',
      'K9wYkseHWx8erF+oGPyJf0C8GueHjJh85NTLI2W4iWLi6klEbvPqwZzgwirrC1e4nj7iD9Sj4CFesuBz+EoK3JtY',
      'hPNBflYAg26EGw3u82YScpcgA7rarkAU6ztoJ2n5GlVQZH8+bTWdnFE2mYMR8Z+PqBzpV5j03sFSFdKyc9QPqjeE',
      'xJZuC8kt1vJxC1wQxcemWZpjPkEMiD4X/DvenNcPe/tHTc3FBITgr64JhKfr0ZeJqqL3uKkRzCEqMTGVoYi8GxGx',
      'Mh2xL20WTbJIRVhN2rRL31WAd/jgu4EuHPOxEqtGOkG32ZhOJOyfzkeoNszP0TKDa5IDZ+kerqFsk5Cp8MNMN315',
      'pZFFRGtNxnekLdKR3Dm87r+AlsgHl36WexloGFAt75On9qztJca6UtITX1NTxZpWK5RDZdQKMj+GTgPGb/gPUOGE',
      'moVsXb1NIZIKNhyeU4X2O+Gf8e6KNJ45/V8KhHPPaKifxKi5kLPAszukIPw/MBPc/pWpKsVML2lANWZhWJR2SKOj',
      'XRtQ8pxD2vZjaOXkRt2MsHw+yY3kFETY/DBWbFGJ50N9Cl1Kzp/FOmrOQdb65YqYoAxpHD/ZRKZiQ37bPNjjz595',
      '3YmIDTjiW1eOLE1HA/6FnYruFJJNLpEyDVg0FRVnGYPtWGpxNFSDg90L7K4zbD0Z6me/NhZcAg8Ys5jLfPfHRTFY',
      'jEfMY625gTKg+YpmjD3FRa93/K+ve74FS7QbPNFI31PeZ83QX12I4Bq2GteQ58B1T+PeM6jPDMwufx57JrcPImq9',
      'vmB+wcNMHZZcEGQZshUwI0ZNtWsqcgJiGFaW0zEqv51nKj2TYpWQXlmIJpW974YGu/bs65f7EBdsmf0Yk9U8BG2s',
      'YGjVa6W8z5M2TVO9633wN9fTi9Ut6lgeAAAAgTMHrg/VUSASVmwpH0gdmPRIbKcAzOevVPQjhhUVmm1abzi7tVuF',
      'SGJ/KMbj57wphHej5XVC3LYxVqOCiv50ozWh4RUxzd16NMSU6XYTXUXFPaH7fgG34CIvUCYpRwHtV8cDBvVli2U0',
      'bTepcyYzgwqgAAAXBoOVAQl2AAcLAQABIwMBAQVdABAAAAyAhgoB9sA62wAA',
    ),
  },
  'each file by itself': {
    files: [
      ['setupact.log', setup, 'whole'],
      ['日志/CBS.log', cbs, 'whole'],
    ],
    bytes: decode(
      'N3q8ryccAATRox25ZAQAAAAAAAAjAAAAAAAAAMfKhZ/gE0kCFV0AGQwCkrKvF73fLoht8QT+QJ3MuaTHwG3bK+A4',
      'L4/1D9+cPgj7uKygRUJ6Md/gBhMpcBMnLXjZuOph+bZMgKfAts+4Bs/XqmvWCdlQpaqZ5WrlzJn6RfKmv9HQLqpq',
      'qnM1CVgj301coZDbUqz36M2KdxuR9dkq8pr8jmRg0lt0EgpHAVJPPPrNjZq+7fAtg7t2ZIfaNgyE+uyowfBKCGJt',
      'pJqnFVf2bosnDafYnnWM7Ofy0nR+cXFhAHFgSAzHF+kBAdq+1ezQHD/P6Aqni/WVOeamiTzV/M9k8EZugBskLhFw',
      'K9wYkseHWx8erF+oGPyJf0C8GueHjJh85NTLI2W4iWLi6klEbvPqwZzgwirrC1e4nj7iD9Sj4CFesuBz+EoK3JtY',
      'hPNBflYAg26EGw3u82YScpcgA7rarkAU6ztoJ2n5GlVQZH8+bTWdnFE2mYMR8Z+PqBzpV5j03sFSFdKyc9QPqjeE',
      'xJZuC8kt1vJxC1wQxcemWZpjPkEMiD4X/DvenNcPe/tHTc3FBITgr64JhKfr0ZeJqqL3uKkRzCEqMTGVoYi8GxGx',
      'Mh2xL20WTbJIRVhN2rRL31WAd/jgu4EuHPOxEqtGOkG32ZhOJOyfzkeoNszP0TKDa5IDZ+kerqFsk5Cp8MNMN315',
      'pZFFRGtNxnekLdKR3Dm87r+AlsgHl36WexloGFAt75On9qztJca6UhLdmgAA4BWiAb1dABkMApKyrxe93y6IbfEE',
      '/jtrDFykyDgjycvL+hqC5B3budL3/cfakr1SI58B7xUjJItzMu0wpnMfuctn/j3kkM6qcx5+eNQmMmZMo3ZQTHCE',
      'i5Ki/T5pz8DrSt48FiUgKiQLDFhPlA/a8nVF+aJPb0O3Z75zfT2+yQd960etHuTEQbjnVFfJ4ibM3O69q8qovqLH',
      'DPWyryKn2mQFK1sDEhsocl4ez3j+sEkgA23U4cgWMSRNAiwtZI1RqpF4uzwcsBWnYvAQ97tNKGDq3A0y1A2O2reR',
      'Umh1TzpwpPkyvnMFRqjHl4XQr4Eamn4FFDzzOwX+7DZyEpeBhfadeHGjJYeUJuuoYeq1XHuVr2+z2L9X37cNbRo2',
      'IQzueEVSnuxgsnOWi4ExmGaqRHobshB44c/mxcwTwrXIwko5+2hWki0mqbZBbCNZFduTAkvRBxrs8cjLO7EgUZve',
      'FkvL08lDfmI7NDlwENj5QzlRMtlSYCadAl2wGMLI1HTUJ4o8ACZOLG4QJbrHGsTwFlI00fkRhnIUNUO61b8cFTIC',
      'ifD6rx3/CA25CVjSvQ6XkT5/uCYESS4y+MoN3eHBL6FY7wAAAACBMweuMZ7s9Lj4MCVIbtlF8ODbsPcID++zDqfZ',
      'fLyNDOw6dkRroEA0U3UFg2SI+qAChtSu2qjbOfb5sovLfMUV2zcWOQb43hERM2quQtlZcW9XrcriHwNgmn4uPErY',
      'IepvSsMvXV42Ze2UJDtKaxOqPL1fvp0xzQdq4lrPQAAAABcGg+IBCYCCAAcLAQABIwMBAQVdABAAAAyAqgoBET5g',
      '+wAA',
    ),
  },
  'with LZMA, odd properties and a plain header': {
    files: [['setupact.log', setup, 'whole']],
    bytes: decode(
      'N3q8ryccAAS2Jn+KZgIAAAAAAABiAAAAAAAAANxTNHEAGQwCdZiDjntHkiPeh5jcJUof++M7SWKmyyAD8jeqNEPV',
      'ezs6oPk9iYQ4aTlX+Z/qWjZ6db39F+wJwGkQV8IQhA7CkUqlISpkbIeWgVUNBvCCCsgt/7hQT1/DoBPM4WE/WXTB',
      'YDTk0iiEOuUw+KoADM4i9r85Lxe51zlzhy3ZI8PhMX2WN2gMnusrv/59gCUhVJDsN3K4qYZctZ1Rn0uFN+ZWdUo0',
      'R2EDVZPcC8qDlJi69UUAGwZQxVtaD62agrjSSKqUZGXCNPLZbGbTQzLhyDVmhk/plIi6+1K/yPjGl/jXv//vroLW',
      'JNKX+38idPI23yoLerUlCioNAVlRsjqt3+cWTQB+4WN6lLaNVyFhg78axUyCsB6D2A6QPXuipNU+lAtXprJHdYAl',
      'cozZoiFvcZw9LTLqSGA+FLapcVPrLF9dll3u4z9S1oPMgz0/iviyeMXV2buoDd/dlSM1eGqTCxWDFlpOwoBOZzGd',
      '1h/2PHrqqQ14Zz5ysWY2hz8IKLYLhoA08eIBElE1VA+5U87svkHgeHF/31418GILuyODsNSks/r/RJeyYeUfsJOX',
      'ZIPcV5lHRslv9/X6vihqpYNt0U+hg99hCvXPU710P2C2V5aC6deW5YKAt3ZZPHmdWKJ/jhDXabCyibZvILcjN6JJ',
      'HqxF3kPKIAH6Wsu4XLV4OJpFnZRNWquStkfYCUXVD/66XejsKRxoYC5aY7Pkqz+v3IB7hKqLDV7JW2c5EuKvj72l',
      'Ga3EXGS9LZyyXkL6fNXdqT80K785PYTHz9QSJKq01RiGLYxaxxCzU7OEDAdxfpOKHgd8+AEEBgABCYJmAAcLAQAB',
      'IwMBAQVAABgAAAyTSgAICgE66emcAAAFARkEAAAAABEbAHMAZQB0AHUAcABhAGMAdAAuAGwAbwBnAAAAGQAUCgEA',
      '5aQoBc953QEVBgEAIICkgQAA',
    ),
  },
} satisfies Record<string, SevenZipSample>;
