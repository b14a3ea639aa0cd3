import { describe, expect, it } from 'vitest';
import type { Step } from '../../knowledge/diagnosis.ts';
import { loadKnowledge } from '../../knowledge/knowledge.ts';
import { type Syntax, syntaxes } from '../support/command-syntax.ts';

const { engine, playbooks } = await loadKnowledge();

interface Written {
  where: string;
  step: Step;
  command: string;
}

function stepsOf(where: string, steps: readonly Step[]): Written[] {
  return steps.flatMap((step) => step.commands.map((command) => ({ where, step, command })));
}

const written: Written[] = [
  ...[...playbooks.values()].flatMap(({ id, steps }) => stepsOf(`playbook ${id}`, steps)),
  ...engine.signatures.flatMap(({ id, steps }) =>
    stepsOf(
      `signature ${id}`,
      steps.filter((step): step is Step => !('playbook' in step)),
    ),
  ),
];

const parted = / && | & | \|\| | \| /u;
const quoted = /"[^"]*"/gu;
const redirected = />{1,2} ?\S+/gu;
const program = /^(?:\S*\\)?([A-Za-z-]+)(?:\.exe)?(?=\s|$)/iu;
const switchPattern = /(?<=\s)[/-]([A-Za-z][\w-]*(?::[a-z]\b(?!\\)|[:=])?)/gu;
const valued = /[:=].*$/u;

/** Switches of one program call that the table does not hold. */
function unknownIn(call: string): string[] {
  const bare = call.replace(quoted, '""').replace(redirected, '').trim();
  const name = program.exec(bare)?.[1]?.toLowerCase() ?? '';
  const syntax = syntaxes[name];
  if (!syntax) {
    return [];
  }
  const [, verb] = bare.split(/\s+/u);
  const wrongVerb =
    syntax.verbs && verb && !syntax.verbs.includes(verb.toLowerCase()) ? [verb] : [];
  const wrong = [...bare.matchAll(switchPattern)]
    .map(([, found = '']) => found.toLowerCase())
    .filter((found) => !holds(syntax, found));
  return [...wrongVerb, ...wrong];
}

function holds({ switches }: Syntax, found: string): boolean {
  const plain = found.replace(valued, '');
  return switches.includes(found) || switches.some((one) => one.replace(valued, '') === plain);
}

describe('a command of a step', () => {
  it('has only switches that the documentation of the program lists', () => {
    const wrong = written.flatMap(({ where, command }) =>
      command
        .split(parted)
        .flatMap(unknownIn)
        .map((one) => `${where}: ${one} in ${command}`),
    );

    expect(wrong).toEqual([]);
  });

  it.each([
    ['DISM /Online /Cleanup-Images /RestoreHealth', ['cleanup-images']],
    ['sfc /scan-now', ['scan-now']],
    ['wevtutil export System D:\\a.evtx', ['export']],
    ['fltmc list', ['list']],
    ['pnputil /remove-driver oem1.inf', ['remove-driver']],
    ['C:\\Windows\\System32\\icacls.exe D:\\a /save D:\\b /tree', ['tree']],
    ['sc config wuauserv start= demand', []],
    ['reg query "HKLM\\SOFTWARE\\A B" /v Name', []],
    ['some-other-tool /whatever', []],
  ])('%s is judged', (command, wrong) => {
    expect(unknownIn(command)).toEqual(wrong);
  });

  it('sets a start type with the blank that sc wants', () => {
    const wrong = written.filter(({ command }) => /\bsc config [^&]*start=\S/iu.test(command));

    expect(wrong).toEqual([]);
  });

  it('exports only to a file that ends in .evtx', () => {
    const wrong = written.filter(
      ({ command }) => /\bwevtutil epl /iu.test(command) && !/\.evtx\b/iu.test(command),
    );

    expect(wrong).toEqual([]);
  });

  it('never resets the rights of the whole Windows folder or of WinSxS', () => {
    const wrong = written.filter(({ command }) =>
      /\bicacls\s+"?C:\\Windows(?:\\WinSxS)?"?\s+\/reset/iu.test(command),
    );

    expect(wrong).toEqual([]);
  });
});

const placeholder = /[\u4e00-\u9fff]{2,}/u;
const explained =
  /换成|换为|替换|实际|取自|点名|对应|取得|核对|填写|改成|以本机|查到|写成|代表|是指|指的是/u;

const duration = /\d ?(?:秒|分钟|小时)|工作日|超过一小时/u;
const restart = /重启|工作日/u;

describe('a playbook', () => {
  it('explains in the text what stands in a command for something else', () => {
    const wrong = written
      .filter(({ where }) => where.startsWith('playbook'))
      .filter(({ command }) => placeholder.test(command))
      .filter(({ step }) => !explained.test(step.detail))
      .map(({ where, command }) => `${where}: ${command}`);

    expect(wrong).toEqual([]);
  });

  const ids = [...playbooks.keys()];

  it.each([
    'collect-setup-logs',
    'setupdiag-run',
    'procmon-capture',
    'procmon-boot-log',
    'wpr-trace',
    'export-event-logs',
    'clean-boot',
    'list-filter-drivers',
    'lift-device-control',
    'offline-install',
    'sfc-dism-repair',
    'replace-store-file',
    'reset-windows-update',
    'wsus-server-check',
    'update-policy-check',
    'bcd-export-and-rebuild',
    'system-partition-clean',
    'profile-list-check',
    'driver-inventory',
    'driver-rollback',
    'chkdsk-file-system',
    'check-file-acl',
    'restore-file-acl',
    'in-place-repair',
    'uninstall-update',
    'recovery-environment-rollback',
    'clear-pending-actions',
    'whitelist-request',
  ])('exists for %s', (id) => {
    expect(ids).toContain(id);
  });

  const steps = [...playbooks.values()].flatMap(({ id, steps: own }) =>
    own.map((step) => ({ name: `${id}: ${step.title}`, text: `${step.title}${step.detail}` })),
  );

  it('says how long each step takes', () => {
    expect(steps.filter(({ text }) => !duration.test(text)).map(({ name }) => name)).toEqual([]);
  });

  it('says of each step whether the computer restarts', () => {
    expect(steps.filter(({ text }) => !restart.test(text)).map(({ name }) => name)).toEqual([]);
  });
});
