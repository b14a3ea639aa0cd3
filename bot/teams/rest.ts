import { wholeAnalysis } from '../../handlers/actions/more.ts';
import { replyOf } from '../../handlers/command.ts';
import type { Reply } from '../../handlers/reply.ts';
import { renderTeamsMessage } from './card/message.ts';
import { type OfferParts, personalPlace } from './offer.ts';

/** Of the text of one message: even if every character takes three bytes, it is far from filling a card. */
const longestPiece = 4000;
const mostPieces = 10;

/** Where people get at what a card has no room for. */
export function restHint(
  target: string,
  reply: Reply,
  { teams }: Pick<OfferParts, 'teams'>,
): string {
  if (personalPlace(target, teams)) {
    return '全文见下面的文件。';
  }
  return isOnRequest(reply) ? '请按“完整分析”查看全文。' : '全文接在下面。';
}

function isOnRequest({ actions }: Reply): boolean {
  return actions.some(({ id }) => id === wholeAnalysis.id);
}

/** In more messages where Teams takes no file, unless a button of the answer asks for them. */
export async function sendRest(
  target: string,
  reply: Reply,
  { teams, client }: Pick<OfferParts, 'teams' | 'client'>,
): Promise<void> {
  if (personalPlace(target, teams) || isOnRequest(reply)) {
    return;
  }
  const { rest = '' } = renderTeamsMessage(reply);
  const pieces = piecesOf(rest);
  const shown = pieces.slice(0, mostPieces);
  for (const [index, text] of shown.entries()) {
    const title = `全文 ${index + 1}/${pieces.length}`;
    const isLast = index + 1 === mostPieces && pieces.length > mostPieces;
    const blocks: Reply['blocks'] = [
      { kind: 'heading', text: title },
      { kind: 'paragraph', text },
      ...(isLast ? [{ kind: 'notice', tone: 'info', text: elsewhere } as const] : []),
    ];
    await client.post(target, replyOf(blocks, title));
  }
}

const elsewhere = '其余太长，不再贴出。在与机器人的个人聊天里发送同样的内容，可以得到完整的文件。';

/** At ends of lines where there are some, never within a character. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > longestPiece) {
    const line = rest.lastIndexOf('\n', longestPiece);
    const whole = isLowSurrogate(rest.charCodeAt(longestPiece)) ? longestPiece - 1 : longestPiece;
    const at = line > 0 ? line : whole;
    pieces.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return rest === '' ? pieces : [...pieces, rest];
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc_00 && code <= 0xdf_ff;
}
