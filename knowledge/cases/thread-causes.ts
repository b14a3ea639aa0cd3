/**
 * What a passage of a mail points at. Deliberately few and plain: signatures decide what a log proves,
 * these only file what colleagues wrote down. The first three that fit are kept, in this order.
 */
const rules: readonly [causeClass: string, pattern: RegExp][] = [
  [
    'bcd-store-corrupt',
    /BCD[^\n]{0,80}(?:c0000024|Failed to clone|Failed to backup)|BCD中[^\n]{0,20}失败/i,
  ],
  [
    'self-protection-registry-denied',
    /(?:gathering\/applying object: Registry|creating registry value|Migration Ob\w{3,4}: HKLM)[^\n]{0,120}\\services\\/i,
  ],
  ['psfx-delta-mismatch', /PSFX_E_|0x800f098[568]|(?<![0-9a-z])800f098[568]/i],
  ['component-file-hash-mismatch', /Hashes for file member|CorruptPayloadFile/i],
  ['spp-token-update-failed', /SLpUpdateComponentTokens|SppInstaller|csvlk-pack/i],
  [
    'uso-install-timeout',
    /(?:USO|Orchestrator)[^\n]{0,40}(?:timeout|超时|30 ?分钟)|0x800f0821[^\n]{0,60}CBS_E_ABORT/i,
  ],
  ['file-system-corrupt', /STATUS_FILE_CORRUPT_ERROR|ERROR_FILE_CORRUPT|0x80070570/i],
  ['disk-space-insufficient', /0x80070070|ERROR_DISK_FULL|磁盘空间不足/i],
  ['cbs-package-manifest-missing', /0x800f0831/i],
  ['sxs-assembly-missing', /0x80073701/i],
  ['components-hive-data-corrupt', /0x80073712|0x800736b3/i],
  ['restorehealth-source-missing', /0x800f0915|RestoreHealth[^\n]{0,80}0x800f081f/i],
  ['wu-service-stopped', /0x80070422|0x8024001e/i],
  [
    'av-filter-access-denied',
    /0x80070005|STATUS_ACCESS_DENIED|ACCESS ?DENIED|GLE \[5\]|\(Error = 5\)|访问被?拒绝|被拒绝访问|权限不足的报错|TMS[^\n]{0,20}(?:限制|策略|干预)/i,
  ],
];

const MOST = 3;
/** With a more telling cause beside it, a plain access denial is only its symptom. */
const DENIAL = 'av-filter-access-denied';
const TELLING = new Set(['self-protection-registry-denied', 'bcd-store-corrupt']);

export function findCauseClasses(text: string): string[] {
  const found = rules.filter(([, pattern]) => pattern.test(text)).map(([causeClass]) => causeClass);
  const told = found.some((causeClass) => TELLING.has(causeClass));
  return found.filter((causeClass) => !(told && causeClass === DENIAL)).slice(0, MOST);
}
