import type { Chart, DrawChart } from '../chart.ts';
import type { Block } from '../reply.ts';
import type { DigestFacts } from './facts.ts';
import { seriesDays } from './series.ts';

const namesDrawn = 6;
const rowDays = 5;

/** The picture with the table that stands in for it. */
export async function composeChart(
  facts: DigestFacts,
  drawChart: DrawChart | undefined,
): Promise<Block> {
  const { days, causes } = facts.series;
  // Without the picture the table says the same; what went wrong is noted where it is drawn.
  const picture = await drawChart?.(chartOf(facts)).catch(() => undefined);
  const counts = days.map(({ open }) => open);
  const named = causes.slice(0, namesDrawn).map(({ name, cases }) => `${name} ${cases}`);
  const why = named.length > 0 ? `；主要原因：${named.join('、')}` : '';
  return {
    kind: 'chart',
    ...(picture && { picture: { ...picture, name: `案例日报-${facts.date}.png` } }),
    alt: `未结案例近 ${seriesDays} 天：从 ${counts[0]} 到 ${counts.at(-1)}，最多 ${Math.max(...counts)}${why}`,
    header: ['日期', '未结', `${rowDays} 天内新开`, `${rowDays} 天内归档`],
    rows: tableRows(facts.series),
  };
}

function chartOf({ date, series: { days, causes } }: DigestFacts): Chart {
  const shown = causes.slice(0, namesDrawn);
  return {
    title: `案例日报 ${date}`,
    days: {
      title: `未结案例（近 ${seriesDays} 天，现为 ${days.at(-1)?.open ?? 0}）`,
      labels: days.map((day) => day.date.slice(5)),
      values: days.map(({ open }) => open),
    },
    top: {
      title: shown.length > 0 ? `主要原因（近 ${seriesDays} 天，案例数）` : '主要原因：暂无案例',
      labels: shown.map(({ name }) => name),
      values: shown.map(({ cases }) => cases),
    },
  };
}

/** Every fifth day, the newest last; what was opened and archived counts from row to row. */
function tableRows({ days }: DigestFacts['series']): string[][] {
  const rows: string[][] = [];
  for (let end = days.length; end > 0; end -= rowDays) {
    const span = days.slice(Math.max(0, end - rowDays), end);
    const sum = (key: 'opened' | 'archived') => span.reduce((total, day) => total + day[key], 0);
    const last = span.at(-1);
    rows.unshift([
      last?.date ?? '',
      `${last?.open ?? 0}`,
      `${sum('opened')}`,
      `${sum('archived')}`,
    ]);
  }
  return rows;
}
