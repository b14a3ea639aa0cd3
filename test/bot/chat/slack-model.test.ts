import { openSlackChat } from '../../support/chat-world-slack.ts';
import { describeModel } from './contract-model.ts';

await describeModel('Slack', () => openSlackChat({ hasModel: true }));
