/** What logs tell about the machine, apart from what failed. Named groups carry the value. */
export interface FactPattern {
  fact: 'build' | 'products' | 'filterDrivers';
  pattern: string;
}

/** `value` is one value or several, divided by commas. */
export const factPatterns: readonly FactPattern[] = [
  { fact: 'build', pattern: 'HostOSVersion ?[:=] ?10\\.0\\.(?<value>\\d{5}(?:\\.\\d{1,5})?)' },
  {
    fact: 'build',
    pattern: '(?:OS Version|OS 版本|系统版本)[:：] {0,20}10\\.0\\.(?<value>\\d{5})',
  },
  { fact: 'build', pattern: 'Host OS Build String \\[?(?<value>\\d{5}\\.\\d{1,5})' },
  { fact: 'products', pattern: 'RegisteredAV ?[:=] ?(?<value>[^\\n]{2,300})' },
  { fact: 'products', pattern: '\\\\(?<value>DSPClient)\\\\' },
  {
    fact: 'filterDrivers',
    pattern: '^FilterManager 6 [^\\n]{0,120}?DeviceName=(?<value>\\S{2,60})',
  },
  { fact: 'filterDrivers', pattern: 'FilterDrivers ?[:=] ?(?<value>[^\\n]{2,600})' },
];
