import type { Progress } from '../../handlers/inquiry.ts';
import type { Reply } from '../../handlers/reply.ts';
import { redactName } from '../../knowledge/cases/redact-name.ts';
import { describeAmount } from '../amounts.ts';
import { plainLine } from '../plain.ts';

const longestName = 60;

export function waitingReply(): Reply {
  return noticeOf('info', '正在分析…');
}

export function modelReply(): Reply {
  return noticeOf('info', '正在请语言模型说明…');
}

/** What takes so long that it is told of can be cancelled. */
export function progressReply(progress: Progress, job: string): Reply {
  const reply = noticeOf('info', describeProgress(progress));
  return { ...reply, actions: [{ id: 'cancel', label: '取消', value: job }] };
}

function describeProgress(progress: Progress): string {
  const { stage, input = '' } = progress;
  switch (stage) {
    case 'reading': {
      const name = plainLine(redactName(input)).slice(0, longestName).toWellFormed();
      const amount = describeAmount(progress);
      const what = name ? `正在读取 ${name}` : '正在读取';
      return amount ? `${what}：${amount}` : `${what}…`;
    }
    case 'matching':
      return '正在比对已知原因…';
    case 'searching':
      return '正在查找相似案例…';
    default:
      return stage satisfies never;
  }
}

export function delayReply(): Reply {
  return noticeOf('warning', '刚才处理时出错，稍后会自动重试，不必重发。');
}

export function givenUpReply(reference: string): Reply {
  return noticeOf(
    'warning',
    `多次处理都出错，这次没有得出答案。请重新发送一次；仍不行时把编号 ${reference} 告诉管理员。`,
  );
}

function noticeOf(tone: 'info' | 'warning', text: string): Reply {
  return {
    blocks: [{ kind: 'notice', tone, text }],
    actions: [],
    images: [],
    files: [],
    summary: text,
  };
}
