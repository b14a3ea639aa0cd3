import type { Mail } from './thread-mails.ts';

export type SectionKind = 'symptom' | 'progress' | 'analysis' | 'advice' | 'other';

export interface Section {
  kind: SectionKind;
  lines: string[];
}

const HEADINGS: readonly [SectionKind, RegExp][] = [
  ['symptom', /^(?:问题定义|问题描述|案例描述|问题现象|案例现象|故障现象|故障描述|现象)$/],
  [
    'progress',
    /^(?:问题总结|案例进展|当前进展|进展|处理结果|结果|结论|解决方案|解决方法|解决办法)$/,
  ],
  ['analysis', /^(?:案例分析|问题分析|具体分析|日志分析|原因分析|分析|分析如下|分析结果)$/],
  [
    'advice',
    /^(?:建议操作|操作建议|建议|下一步动作|下一步操作|下一步计划|下一步|操作步骤|后续操作)$/,
  ],
  [
    'other',
    /^(?:问题范围|数据收集|数据上传|日志上传方法|系统日志|案例总结|Procmon收集方法|影响范围|案例号|Case No|步骤操作)$/i,
  ],
];
const HEADING_LINE =
  /^[^\S\n]{0,20}(?:[一二三四五六七八九十\d]{1,2}[、.．)）][^\S\n]{0,3})?([\p{Script=Han}A-Za-z ]{2,18})[^\S\n]{0,3}[:：][^\S\n]{0,4}(.*)$/u;
const BARE_HEADING = /^[^\S\n]{0,20}([\p{Script=Han}]{2,8})[^\S\n]{0,4}$/u;

/** A mail cut at its own headings; what stands before the first is `other`. */
export function cutSections(lines: readonly string[]): Section[] {
  const sections: Section[] = [{ kind: 'other', lines: [] }];
  for (const line of lines) {
    const marked = HEADING_LINE.exec(line);
    const kind = headingKind((marked?.[1] ?? BARE_HEADING.exec(line)?.[1] ?? '').trim());
    if (kind) {
      sections.push({ kind, lines: marked?.[2] ? [marked[2]] : [] });
    } else {
      sections.at(-1)?.lines.push(line);
    }
  }
  return sections;
}

function headingKind(name: string): SectionKind | undefined {
  return HEADINGS.find(([, pattern]) => pattern.test(name))?.[0];
}

const RULE = /^[^\S\n]{0,20}(?:[=\-_☆★*~—]{4,}|--+)[^\S\n]{0,20}$/;
const GREETING =
  /^[^\S\n]{0,20}(?:\S{1,24}[^\S\n]{0,4}(?:先生|女士|小姐|老师|工|总|经理)?[^\S\n]{0,4}[,，、]?[^\S\n]{0,4}(?:您好|你好)|您好|你好|(?:Hi|Hello|Dear)(?![A-Za-z]).{0,30})[^\S\n]{0,4}[,，:：。!！]{0,2}[^\S\n]{0,4}$/iu;
const LEADING_GREETING =
  /^[^\S\n]{0,20}(?:老师|\S{1,12}(?:先生|女士|老师|工|总))?[^\S\n]{0,3}(?:您好|你好)[,，:：。!！ ]{1,3}/u;
/** Sentences that the desk writes into every mail. */
const BOILERPLATE =
  /服务电话|技术支持热线|调查问卷|官方网站|电子邮箱|^_{6,}|我谨|问题范围界定|我们将协助您|考虑关闭案例|拆分案例|接下来，我们将|协助您分析并处理上述|感谢您的电话接听。$|感谢您的电话接听[。，]?$|工单的归档并不会|以上为此问题的案例总结|^以上，如|如果您有其他任何疑问|用户名|密码|数据上传系统|点击后退即可|附件中的CMGELogCollector|收集完毕后将|添加文件，点击上传后|^刚刚电话未能联系到您。?$|Case No|^结果如下|请您了解|^(?:数据收集|下一步动作|系统日志|案例总结)[:：]?$/i;
const SIGNATURE_START =
  /^[^\S\n]{0,20}(?:(?:kind|best|warm)\s{1,3}regards|thanks|此致|[☆★]{4,})[,，]?/i;

/** Lines of a mail that say something: no greeting, no rule, no phrase that every mail has. */
export function substance(lines: readonly string[]): string[] {
  const end = lines.findIndex((line, at) => at > 0 && SIGNATURE_START.test(line));
  return (end < 0 ? lines : lines.slice(0, end))
    .filter((line) => line.trim() !== '' && !RULE.test(line) && !GREETING.test(line))
    .map((line) => line.replace(LEADING_GREETING, '').trim())
    .filter((line) => line !== '' && !BOILERPLATE.test(line));
}

const SENTENCE = /^.{1,120}?(?:[。！!；;](?=.|$)|$)/u;
const PREFACE =
  /^(?:很高兴与您电话沟通，根据沟通的结果|如刚才电话沟通|如刚才电话所言|如昨天电话沟通|感谢您的电话接听|如电话中所说|由于电话未联系到您|经您的同意|[*•]|\d{1,2}[.、，)）])[，,。\s]{0,3}/;
const LONGEST_ENTRY = 90;

/** The first sentence of substance, at most 90 characters. */
export function firstSentence(lines: readonly string[]): string {
  for (const line of substance(lines)) {
    const text = line.replace(PREFACE, '').replace(PREFACE, '').replace(LABEL_ONLY, '').trim();
    if (text.length >= 4) {
      const sentence = SENTENCE.exec(text)?.[0] ?? text;
      return sentence.length > LONGEST_ENTRY ? `${sentence.slice(0, LONGEST_ENTRY)}…` : sentence;
    }
  }
  return '';
}

const ENDED = /[。；：，,.;:!！]$/;

/** One sentence after the other, each ended. */
export function joinLines(lines: readonly string[]): string {
  return lines
    .map((line, at) => (at === lines.length - 1 || ENDED.test(line) ? line : `${line}；`))
    .join('');
}

const LABEL_ONLY = /^[\p{Script=Han}]{2,8}[:：]$/u;

/** All lines of the sections of one kind, without phrases that say nothing. */
export function sectionLines(mail: Mail, kind: SectionKind): string[] {
  return cutSections(mail.lines)
    .filter((section) => section.kind === kind)
    .flatMap((section) => substance(section.lines));
}
