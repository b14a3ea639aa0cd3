import { openSlackChat } from '../../support/chat-world-slack.ts';
import { describeChat } from './contract.ts';

await describeChat('Slack', openSlackChat);
