import type { Diagnosis } from '../knowledge/diagnosis.ts';
import type { Block } from './reply.ts';
import { certaintyWords } from './words.ts';

/** What an addition to a question changed: one sentence above the new answer. */
export function describeChange(before: Diagnosis, now: Diagnosis): Block {
  const [was] = before.causes;
  const [is] = now.causes;
  const code = now.lastFailure?.code;
  if (was?.signature !== is?.signature) {
    const from = was ? `“${was.title}”` : '未识别';
    return note(
      is
        ? `与上次相比，判断已变化：由${from}变为“${is.title}”。`
        : '与上次相比：补充的内容没有支持上次的判断，现为未识别。',
    );
  }
  if (code && code !== before.lastFailure?.code && before.lastFailure) {
    return note(`与上次相比，错误已变化：由 ${before.lastFailure.code} 变为 ${code}。`);
  }
  if (before.verdict !== now.verdict) {
    return note(
      `与上次相比，把握由“${certaintyWords[before.verdict]}”变为“${certaintyWords[now.verdict]}”。`,
    );
  }
  return note(sameCause(before, now));
}

function sameCause(before: Diagnosis, now: Diagnosis): string {
  const known = new Set(before.causes.flatMap((cause) => cause.evidence.map(({ text }) => text)));
  const fresh = now.causes
    .flatMap((cause) => cause.evidence)
    .filter(({ text }) => !known.has(text));
  if (fresh.length > 0) {
    return `与上次相比：判断相同，新增 ${fresh.length} 条依据。`;
  }
  if (now.similarCases[0]?.case !== before.similarCases[0]?.case && now.similarCases[0]) {
    return `与上次相比：找到了更相近的案例 ${now.similarCases[0].case}。`;
  }
  const isAnswered = before.ask.some((one) => !now.ask.includes(one));
  if (isAnswered && now.ask.length > 0) {
    return `已记下补充的信息，还差 ${now.ask.length} 项。`;
  }
  return now.causes.length > 0
    ? '与上次相比：仍相同，没有新的依据。'
    : '补充的内容仍不足以判断原因。';
}

function note(text: string): Block {
  return { kind: 'notice', tone: 'info', text };
}
