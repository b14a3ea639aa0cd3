import type { Cause, InputReport } from '../diagnosis.ts';
import type { Signature } from '../signatures/signature.ts';
import type { FailureKind } from './needs.ts';

const byPhase: Readonly<Record<NonNullable<Signature['phase']>, FailureKind>> = {
  downlevel: 'upgrade',
  'safe-os': 'upgrade',
  'first-boot': 'upgrade',
  'second-boot': 'upgrade',
  uninstall: 'upgrade',
  servicing: 'servicing',
  scan: 'download',
  download: 'download',
};

const byFormat: Readonly<Record<string, FailureKind>> = {
  setupact: 'upgrade',
  setupdiag: 'upgrade',
  cbs: 'servicing',
  windowsupdate: 'download',
  dism: 'feature',
};

const upgradeWords = /升级|V20\d\d|0xC19|setup\.exe|setuperr|就地|功能更新/iu;
const downloadWords = /0x80(?:24|072e)|下载|检查更新|扫描/iu;
const featureWords = /\.NET|可选功能|功能安装|0x800f08(?:1f|06|07)/iu;
const servicingWords = /KB\s?\d{6,7}|补丁|累积更新/iu;

/** What failed; undefined when neither the logs nor the asker tell. */
export function kindOfFailure(
  cause: Cause | undefined,
  signature: Signature | undefined,
  reports: readonly InputReport[],
  said: string,
): FailureKind | undefined {
  if (cause?.causeClass?.startsWith('bugcheck')) {
    return 'crash';
  }
  const proving = cause?.evidence[0]?.input;
  const format = reports.find(({ name }) => name === proving)?.format ?? '';
  return (signature?.phase && byPhase[signature.phase]) ?? byFormat[format] ?? kindOfWords(said);
}

function kindOfWords(said: string): FailureKind | undefined {
  const kinds: readonly [RegExp, FailureKind][] = [
    [upgradeWords, 'upgrade'],
    [downloadWords, 'download'],
    [featureWords, 'feature'],
    [servicingWords, 'servicing'],
  ];
  return kinds.find(([words]) => words.test(said))?.[1];
}
