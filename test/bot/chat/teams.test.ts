import { openTeamsChat } from '../../support/chat-world-teams.ts';
import { describeChat } from './contract.ts';

await describeChat('Teams', openTeamsChat);
