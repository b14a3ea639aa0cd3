import type { ModelDesk } from '../../../handlers/model/desk.ts';
import type { Config } from '../../config.ts';
import { UsageError } from '../command.ts';

/** Which it was is told by the audit: a call that was not made has no entry. */
export const noReply = '模型没有回答，或最近 24 小时的用量已到上限';

/** @throws UsageError where no model is configured, or no text may be sent to it. */
export function requireModel(model: ModelDesk | undefined, { model: settings }: Config): ModelDesk {
  if (settings.send === 'off') {
    throw new UsageError('配置里 model.send 是 off，什么也不能发给语言模型，所以不能执行。');
  }
  if (!model) {
    throw new UsageError('没有配置语言模型，不能执行。请设置 OPENAI_BASE_URL 和 OPENAI_MODEL。');
  }
  if (model.send === 'features') {
    throw new UsageError('配置里 model.send 是 features，文字不能发给语言模型，所以不能执行。');
  }
  return model;
}
