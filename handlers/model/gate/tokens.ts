const lastAscii = 0x7f;
const asciiPerToken = 2.5;
const othersPerToken = 1.5;

/** Where no server has counted yet; rather too many, as of paths and hexadecimal numbers. */
export function estimateTokens(text: string): number {
  let others = 0;
  for (let at = 0; at < text.length; at += 1) {
    others += text.charCodeAt(at) > lastAscii ? 1 : 0;
  }
  return Math.ceil(others / othersPerToken + (text.length - others) / asciiPerToken);
}
