import type { Flaw, Problem } from './container.ts';
import type { DamageKind } from './damage.ts';

/** What is told of a container, of files in it and of what breaks in them. Each names what to do. */

export const problemWords: Readonly<Record<Problem, string>> = {
  encrypted: '设有密码。请去掉密码重新打包后上传',
  overlapping: '与压缩包里别的文件重叠，可能是恶意构造的。请重新打包后上传',
  'unsupported-method': '用了不常见的压缩方式。请用 Windows 自带的“压缩(zipped)文件夹”重新打包',
  quantum:
    '用 Quantum 方式压缩，目前读不了。请在 Windows 里运行 expand -F:* 文件名.cab 目标文件夹，把解出的文件打包成 zip 上传',
  ppmd: '用 PPMd 方式压缩，目前读不了。请在 7-Zip 里把压缩方法改为 LZMA2，或压缩成 zip，重新打包后上传',
  'program-filter':
    '经过只用于程序文件的过滤器（如 BCJ2）压缩，目前读不了。如果是日志，请打包成 zip 上传',
  memory: '解压要用的内存超过上限，没有读。请用 Windows 自带的“压缩(zipped)文件夹”重新打包',
  'other-volume':
    '从分卷的前一个 cab 开始，只凭这一个读不出来。请把各卷放在一起解压，再打包成 zip 上传',
  damaged: '压缩包里这个文件的位置写错了，读不出来。请重新打包上传',
  link: '是链接或特殊文件，压缩包里没有它的内容。请上传它指向的原文件',
};

export const damageWords: Readonly<Record<DamageKind, string>> = {
  truncated: '压缩包不完整，只读了前面的部分。请重新打包上传',
  damaged: '压缩数据损坏，只读了损坏处之前的部分。请重新打包上传',
  'wrong-checksum': '内容与压缩包里的校验值不符，可能已损坏。请重新打包上传',
  'wrong-size': '大小与压缩包里写的不符，可能已损坏。请重新打包上传',
  trailing: '压缩数据后面还有别的内容，没有读。请确认文件完整后重新上传',
  'next-volume': '后半部分在分卷的下一个 cab 里，没有读到。请把各卷放在一起解压，再打包成 zip 上传',
  'over-ratio': '压缩比异常，解压后过大，超过压缩比上限，只读了前面的部分。请只发失败当天的日志',
  'over-total': '解压后的总大小超过上限，只读了前面的部分。请只发失败当天的日志',
  time: '读取时间已用完，只读了前面的部分。请只发失败当天的日志',
};

/** Of a file of which nothing at all came out. */
export const lossWords: Readonly<Record<DamageKind, string>> = {
  ...damageWords,
  truncated: '压缩包不完整，到这个文件之前就断了，没有读到。请重新打包上传',
  damaged: '压缩数据损坏，这个文件一点也没有读出来。请重新打包上传',
  'wrong-size': '压缩包里没有这个文件的内容，大小写错了。请重新打包上传',
  'over-ratio': '压缩比异常，超过压缩比上限，没有读到这里。请只发失败当天的日志',
  'over-total': '解压后的总大小超过上限，没有读到这里。请只发失败当天的日志',
  time: '读取时间已用完，没有读到这里。请减少文件，或只发失败当天的日志',
};

const volumes = { before: '缺少前面的卷', after: '缺少后面的卷', both: '前后的卷都没有发来' };

/** `isPartial`: something of the container is read all the same. */
export function describeFlaw(flaw: Flaw): { words: string; isPartial: boolean } {
  const none = (words: string) => ({ words, isPartial: false });
  const some = (words: string) => ({ words, isPartial: true });
  switch (flaw.kind) {
    case 'empty':
      return none('压缩包里没有文件。请确认打包内容后重新上传');
    case 'truncated':
      return none('压缩包不完整，可能没有传完，或只是分卷中的一卷。请重新打包成一个 zip 上传');
    case 'damaged':
      return none('压缩包已损坏或被透明加密。请解密、重新打包后上传');
    case 'too-many-entries':
      return none(`压缩包里的文件太多，超过 ${flaw.limit} 个。请只打包日志文件后重新上传`);
    case 'encrypted':
      return none('设有密码，连文件名也加密了。请去掉密码重新打包后上传');
    case 'encrypted-mail':
      return none('是加密的邮件（S/MIME 或 PGP）。请在邮件客户端打开，把正文和附件另存后上传');
    case 'damaged-mail':
      return none('邮件已损坏，或是会议邀请，读不出来。请把正文粘贴过来，附件另存后上传');
    case 'large-mail':
      return none('邮件超过 64 MB。请把附件另存后单独上传');
    case 'office':
      return none('是 Office 文件。请把其中的日志行复制出来粘贴，或上传原始日志');
    case 'salvaged':
      return some(
        `压缩包不完整，可能没有传完，或只是分卷中的一卷，只救回 ${flaw.entries} 个文件。请重新打包成一个 zip 上传`,
      );
    case 'cut':
      return some('压缩包不完整，只读到断开的地方。请重新打包上传');
    case 'torn':
      return some('压缩包中间有损坏，损坏处的文件没有读到。请重新打包上传');
    case 'first-entries':
      return some(`压缩包里的文件太多，只读了前 ${flaw.limit} 个。请只打包日志文件后重新上传`);
    case 'volume':
      return some(
        `是分卷 cab 中的一卷，${volumes[flaw.missing]}，内容不完整。请把各卷放在一起解压，再打包成 zip 上传`,
      );
    default:
      return flaw satisfies never;
  }
}
