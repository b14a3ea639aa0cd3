const clauseEnds = /[。;!?]|(?<!\d),|,(?!\d)|:(?=[\s\p{Script=Han}“"])/u;
const stepName =
  /(?:(?:第 ?)?[\d一二三四五六七八九十]{1,3} ?步骤?|步骤 ?[\d一二三四五六七八九十]{1,3})(?:[里中]|前(?=先|请|要)|(?:成功|完成)后,?)?/gu;
const caseNumber = /(?:cas-\d{5}-[a-z0-9]{6}|tmp-\d{8}-[a-z0-9]{4})/gu;
/** What is done before or behind what the next part tells is one statement with it. */
const goesOn = /(?:[前后]|之[前后]|以[前后])$/u;

/** The parts of a sentence, without the numbers of steps and of cases. */
export function clausesOf(lower: string): string[] {
  const clauses: string[] = [];
  let before = '';
  for (const part of lower.replace(caseNumber, ' ').replace(stepName, ' ').split(clauseEnds)) {
    const clause = `${before}${part.trim()}`;
    before = goesOn.test(clause) ? clause : '';
    if (before === '' && clause !== '') {
      clauses.push(clause);
    }
  }
  return before === '' ? clauses : [...clauses, before];
}
