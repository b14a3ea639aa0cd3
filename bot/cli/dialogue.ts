import { UsageError } from './command.ts';

/** Questions on the terminal, one answer a line. */
export class Dialogue {
  private readonly lines: AsyncIterator<string>;
  private readonly say: (text: string) => void;

  constructor(stdin: AsyncIterable<Uint8Array>, say: (text: string) => void) {
    this.lines = linesOf(stdin);
    this.say = say;
  }

  /** Asks again until `check` returns nothing; it returns in Chinese what is wrong. An empty answer takes `fallback`. */
  async ask(
    question: string,
    check: (answer: string) => string | undefined = () => undefined,
    fallback = '',
  ): Promise<string> {
    for (;;) {
      this.say(`${question}${fallback === '' ? '' : `（直接回车：${fallback}）`}\n> `);
      const next = await this.lines.next();
      if (next.done) {
        throw new UsageError('没有答完，什么也没有保存。');
      }
      const answer = next.value.trim() === '' ? fallback : next.value.trim();
      const wrong = check(answer);
      if (wrong === undefined) {
        return answer;
      }
      this.say(`${wrong}\n`);
    }
  }

  /** Lines up to an empty one. */
  async askLines(question: string, least: number): Promise<string[]> {
    const lines: string[] = [];
    this.say(`${question}（可写多行，空行结束）\n`);
    for (;;) {
      this.say('> ');
      const next = await this.lines.next();
      if (next.done && lines.length < least) {
        throw new UsageError('没有答完，什么也没有保存。');
      }
      if (next.done || next.value.trim() === '') {
        if (lines.length >= least) {
          return lines;
        }
        this.say(`至少要有 ${least} 行。\n`);
      } else {
        lines.push(next.value);
      }
    }
  }
}

const longest = 65_536;

async function* linesOf(stdin: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stdin) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = (parts.pop() ?? '').slice(0, longest);
    yield* parts.map((part) => (part.endsWith('\r') ? part.slice(0, -1) : part));
  }
  if (rest !== '') {
    yield rest;
  }
}
