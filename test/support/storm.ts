import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from './random.ts';
import { type Message, readMessages, type ScriptedEvent } from './scripted-face.ts';
import { type BotSettings, stormBot } from './storm-bot.ts';
import { listQuestions } from './storm-questions.ts';

export interface StormParts {
  folder: string;
  questions: number;
  kills: number;
  seed: number;
  /** Whether the platform finds a placeholder again whose id nobody stored. */
  canFind: boolean;
}

export interface StormReport {
  questions: number;
  kills: number;
  /** Where the kills met the process. */
  killed: { starting: number; idle: number; beforeNoted: number; afterNoted: number };
  deliveries: number;
  /** Deliveries of what had been acknowledged already. */
  repeated: number;
  /** Most often that one question was begun. */
  mostBegun: number;
  messages: number;
  /** Messages that still say that something is being worked on. */
  placeholdersLeft: number;
  lost: string[];
  twice: string[];
  givenUp: string[];
  /** Answered otherwise than without any kill. */
  wrong: string[];
  seconds: number;
}

/** Kills the bot again and again while questions come in, lets it finish, and looks at what people see. */
export async function runStorm(parts: StormParts): Promise<StormReport> {
  const began = performance.now();
  const random = createRandom(parts.seed);
  const events = await listQuestions(parts.questions, random);
  const expected = await runCalmly(events, parts);
  const folder = path.join(parts.folder, 'storm');
  const platform = new Platform(events, random);
  const bot = {
    ...botIn(folder),
    canFind: parts.canFind,
    travel: 20,
    failing: 0.03,
    seed: parts.seed,
  };
  const killed = { starting: 0, idle: 0, beforeNoted: 0, afterNoted: 0 };
  for (let kill = 1; kill <= parts.kills; kill += 1) {
    const known = Math.ceil((events.length * kill) / parts.kills);
    const isReady = await platform.runUntilKilled({ ...bot, seed: parts.seed + kill }, known);
    killed[isReady ? phaseOf(folder) : 'starting'] += 1;
  }
  await platform.runToTheEnd(bot);
  return {
    questions: events.length,
    kills: parts.kills,
    killed,
    deliveries: platform.deliveries,
    repeated: platform.repeated,
    ...judge(events, expected, bot),
    seconds: Math.round((performance.now() - began) / 1000),
  };
}

function botIn(folder: string) {
  mkdirSync(folder, { recursive: true });
  return { folder, logFile: path.join(folder, 'seen.jsonl') };
}

/** What is answered when nothing happens. */
async function runCalmly(
  events: ScriptedEvent[],
  { folder, seed }: StormParts,
): Promise<Map<string, string>> {
  const bot = { ...botIn(path.join(folder, 'calm')), canFind: true, travel: 0, failing: 0, seed };
  await new Platform(events, createRandom(seed)).runToTheEnd(bot);
  const shown = new Map(readMessages(bot.logFile).map((one) => [one.key, lastBlocks(one)]));
  return new Map(listJobs(bot.folder).map(({ id, message }) => [message, shown.get(id) ?? '']));
}

/** Sends everything until it is acknowledged, and some of it once more. */
class Platform {
  readonly #events: readonly ScriptedEvent[];
  readonly #random: () => number;
  readonly #acknowledged = new Set<string>();
  deliveries = 0;
  repeated = 0;

  constructor(events: readonly ScriptedEvent[], random: () => number) {
    this.#events = events;
    this.#random = random;
  }

  /** Resolves with whether the bot had come to work. `known` events have happened so far. */
  async runUntilKilled(settings: BotSettings, known: number): Promise<boolean> {
    const { child, ready } = this.#start(settings);
    const isEarly = this.#random() < 0.1;
    if (isEarly) {
      await sleep(this.#random() * 400);
    } else {
      await ready;
      this.#deliver(child, known);
      await sleep(this.#random() * 120);
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    return !isEarly;
  }

  async runToTheEnd(settings: BotSettings): Promise<void> {
    const { child, ready } = this.#start(settings);
    await ready;
    this.#deliver(child, this.#events.length);
    child.stdin?.end();
    const [status] = await once(child, 'exit');
    if (status !== 0) {
      throw new Error(`the bot ended with ${status}`);
    }
  }

  #start(settings: BotSettings) {
    const child = spawn(process.execPath, [stormBot, JSON.stringify(settings)], {
      stdio: ['pipe', 'pipe', 'inherit'],
      // Written by the calm run; what starts twice as fast is killed twice as often.
      env: { NODE_COMPILE_CACHE: path.join(settings.folder, '../cache') },
    });
    // Whoever was killed does not read any more.
    child.stdin.on('error', () => undefined);
    const ready = new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error('the bot ended before it was ready')));
      createInterface({ input: child.stdout }).on('line', (line) => {
        if (line === 'ready') {
          resolve();
        } else {
          this.#acknowledged.add(line.slice('ack '.length));
        }
      });
    });
    ready.catch(() => undefined);
    return { child, ready };
  }

  /** First what was not acknowledged, in its order; then, as platforms do, something that was. */
  #deliver({ stdin }: ChildProcess, known: number): void {
    const events = this.#events.slice(0, known);
    const open = events.filter(({ id }) => !this.#acknowledged.has(id));
    const done = events.filter(({ id }) => this.#acknowledged.has(id));
    const again = done.filter(() => this.#random() < 0.05);
    for (const [index, event] of [...open, ...again].entries()) {
      const isOther = index >= open.length && this.#random() < 0.5;
      const id = isOther ? `${event.id}-again-${this.deliveries}` : event.id;
      stdin?.write(`${JSON.stringify({ ...event, id })}\n`);
      this.deliveries += 1;
    }
    this.repeated += again.length;
  }
}

interface JobRow {
  id: string;
  message: string;
  status: string;
  posted: string;
  attempts: number;
}

function listJobs(folder: string): JobRow[] {
  const db = new DatabaseSync(path.join(folder, 'caselens.db'));
  const rows = db.prepare('SELECT id, message, status, posted, attempts FROM jobs').all();
  db.close();
  return rows as unknown as JobRow[];
}

function phaseOf(folder: string): 'idle' | 'beforeNoted' | 'afterNoted' {
  const working = listJobs(folder).filter(({ status }) => status === 'working');
  if (working.length === 0) {
    return 'idle';
  }
  return working.some(({ posted }) => posted === '') ? 'beforeNoted' : 'afterNoted';
}

const stillWorking = /^正在|自动重试/u;
const noAnswer = /没有得出答案/u;

function lastBlocks({ shown }: Message): string {
  return JSON.stringify(shown.at(-1)?.blocks);
}

function judge(
  events: readonly ScriptedEvent[],
  expected: ReadonlyMap<string, string>,
  { folder, logFile }: BotSettings,
) {
  const messages = readMessages(logFile);
  const jobs = new Map(listJobs(folder).map((job) => [job.message, job]));
  const last = (message: Message) => message.shown.at(-1)?.summary ?? '';
  const finals = messages.filter((message) => !stillWorking.test(last(message)));
  const answersOf = ({ message }: ScriptedEvent) =>
    finals.filter(({ key }) => key === jobs.get(message)?.id);
  const those = (is: (answers: Message[], event: ScriptedEvent) => boolean) =>
    events.filter((event) => is(answersOf(event), event)).map(({ message }) => message);
  return {
    mostBegun: Math.max(...[...jobs.values()].map(({ attempts }) => attempts)),
    messages: messages.length,
    placeholdersLeft: messages.length - finals.length,
    lost: those((answers) => answers.length === 0),
    twice: those((answers) => answers.length > 1),
    givenUp: those((answers) => answers.some((one) => noAnswer.test(last(one)))),
    wrong: those((answers, { message }) =>
      answers.some((one) => lastBlocks(one) !== expected.get(message)),
    ),
  };
}
