import type { EChartsCoreOption } from 'echarts/core';
import type { Chart } from '../../handlers/chart.ts';

export const width = 960;
export const height = 420;

const ink = '#1f2937';
const subtle = '#6b7280';
const rule = '#e5e7eb';
const blue = '#2563eb';
const amber = '#d97706';
const family = 'Noto Sans CJK SC';
/** In characters of full width: what fits beside the bars. */
const longestName = 13;
const mostNames = 8;
const leastTop = 4;
/** With few values a bar as wide as its share would be a wall. */
const widestBar = 22;

/** Both halves of the picture. Its background is its own, so that it reads the same in dark surroundings. */
export function optionOf({ title, days, top }: Chart): EChartsCoreOption {
  const names = top.labels.slice(0, mostNames);
  return {
    animation: false,
    backgroundColor: '#ffffff',
    textStyle: { fontFamily: family, color: ink },
    title: [
      heading(title, 24, 14, 20),
      heading(days.title, 24, 54, 16),
      heading(top.title, 548, 54, 16),
    ],
    grid: [
      { left: 56, top: 96, width: 456, height: 268 },
      { left: 756, top: 88, width: 148, height: 284 },
    ],
    xAxis: [dayAxis(days.labels), { ...valueAxis(top.values), gridIndex: 1, show: false }],
    yAxis: [valueAxis(days.values), nameAxis(names)],
    series: [
      bars(days.values, blue, 0),
      {
        ...bars(top.values.slice(0, mostNames), amber, 1),
        label: { show: true, position: 'right', color: ink, fontSize: 14 },
      },
    ],
  };
}

function heading(text: string, left: number, top: number, fontSize: number) {
  return {
    text: clean(text),
    left,
    top,
    padding: 0,
    textStyle: { fontFamily: family, fontWeight: 'normal', fontSize, color: ink },
  };
}

function dayAxis(labels: readonly string[]) {
  return {
    type: 'category',
    gridIndex: 0,
    data: labels.map(clean),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: rule } },
    axisLabel: { color: subtle, fontSize: 13, interval: everyFifth(labels.length) },
  };
}

/** Counted from the newest day, which always has its label. */
function everyFifth(count: number) {
  return (index: number) => (count - 1 - index) % 5 === 0;
}

function valueAxis(values: readonly number[]) {
  return {
    type: 'value',
    gridIndex: 0,
    min: 0,
    // Left to itself, the axis of all zeros ends at one.
    ...(values.every((value) => value < leastTop) && { max: leastTop }),
    minInterval: 1,
    axisLabel: { color: subtle, fontSize: 13 },
    splitLine: { lineStyle: { color: rule } },
  };
}

function nameAxis(names: readonly string[]) {
  return {
    type: 'category',
    gridIndex: 1,
    inverse: true,
    data: names.map((name) => shorten(clean(name), longestName)),
    axisTick: { show: false },
    axisLine: { show: false },
    axisLabel: { color: ink, fontSize: 14, interval: 0 },
  };
}

function bars(values: readonly number[], color: string, index: number) {
  return {
    type: 'bar',
    xAxisIndex: index,
    yAxisIndex: index,
    data: [...values],
    barMaxWidth: widestBar,
    itemStyle: { color, borderRadius: index === 0 ? [2, 2, 0, 0] : [0, 2, 2, 0] },
  };
}

const unprintable = /[\p{C}\s]+/gu;

/** The picture is XML before it is drawn, and XML has no way to write a control character. */
export function clean(text: string): string {
  return text.toWellFormed().replace(unprintable, ' ').trim();
}

const narrow = /^[\u0020-\u00ff]$/u;

/** Cuts behind so many characters of full width; two of Latin letters count as one. */
export function shorten(text: string, limit: number): string {
  let used = 0;
  let kept = '';
  for (const character of text) {
    used += narrow.test(character) ? 0.55 : 1;
    if (used > limit) {
      return `${kept.trimEnd()}…`;
    }
    kept += character;
  }
  return text;
}
