import type { ActionHandler } from './action.ts';
import { aiExplainAction } from './actions/ai-explain.ts';
import { archiveCaseAction, draftClosingAction } from './actions/archive-case.ts';
import { cancelAction } from './actions/cancel.ts';
import { draftReplyAction, firstResponseAction } from './actions/drafts.ts';
import { helpful, wrong, wrongReason } from './actions/feedback.ts';
import { askLink, linkCaseAction } from './actions/link-case.ts';
import { collectAction, wholeAnalysis } from './actions/more.ts';
import { digestOff, digestOn } from './actions/notifications.ts';
import { askOpening, openCaseAction } from './actions/open-case.ts';
import { acceptReadingAction, showReading } from './actions/reading.ts';
import { editCase, updateCaseAction } from './actions/update-case.ts';

export const actions: readonly ActionHandler[] = [
  helpful,
  wrong,
  wrongReason,
  askOpening,
  openCaseAction,
  askLink,
  linkCaseAction,
  collectAction,
  wholeAnalysis,
  aiExplainAction,
  editCase,
  updateCaseAction,
  draftClosingAction,
  archiveCaseAction,
  showReading,
  acceptReadingAction,
  firstResponseAction,
  draftReplyAction,
  digestOn,
  digestOff,
  cancelAction,
];
