import { openTeamsChat } from '../../support/chat-world-teams.ts';
import { describeModel } from './contract-model.ts';

await describeModel('Teams', () => openTeamsChat({ hasModel: true }));
