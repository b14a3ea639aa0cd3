import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Chart, DrawChart } from '../handlers/chart.ts';
import { height, optionOf, width } from './chart/option.ts';
import type { Log } from './log.ts';

/** The one font of the picture; chart/README.md says what is in it and how it was made. */
export const fontFile = path.join(import.meta.dirname, 'chart/noto-sans-cjk-sc.otf');

type Draw = (svg: string) => Uint8Array;

/** Libraries and font are loaded with the first picture: most processes never draw one. */
export function createDrawChart(log?: Pick<Log, 'error'>): DrawChart {
  let ready: Promise<{ draw: Draw; renderSvg: (chart: Chart) => string }> | undefined;
  return async (chart) => {
    try {
      ready ??= prepare();
      const { draw, renderSvg } = await ready;
      return { name: 'chart.png', mediaType: 'image/png', bytes: draw(renderSvg(chart)) };
    } catch (error) {
      // The next picture begins anew.
      ready = undefined;
      log?.error({ err: error }, 'A picture could not be drawn');
      throw error;
    }
  };
}

async function prepare() {
  const [renderSvg, draw] = await Promise.all([loadRenderer(), loadDraw()]);
  return { renderSvg, draw };
}

async function loadRenderer(): Promise<(chart: Chart) => string> {
  const [core, { BarChart }, { GridComponent, TitleComponent }, { SVGRenderer }] =
    await Promise.all([
      import('echarts/core'),
      import('echarts/charts'),
      import('echarts/components'),
      import('echarts/renderers'),
    ]);
  core.use([BarChart, GridComponent, TitleComponent, SVGRenderer]);
  return (chart) => {
    const instance = core.init(null, null, { renderer: 'svg', ssr: true, width, height });
    try {
      instance.setOption(optionOf(chart));
      return instance.renderToSVGString();
    } finally {
      instance.dispose();
    }
  };
}

/** The module refuses to be started twice, also by two callers in one process. */
let started: Promise<void> | undefined;

async function loadDraw(): Promise<Draw> {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  const module = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  started ??= readFile(module).then(initWasm);
  const [font] = await Promise.all([readFile(fontFile), started]);
  return (svg) => {
    const picture = new Resvg(svg, {
      font: { fontBuffers: [font], defaultFontFamily: 'Noto Sans CJK SC', loadSystemFonts: false },
    });
    try {
      const rendered = picture.render();
      const png = rendered.asPng();
      rendered.free();
      return png;
    } finally {
      picture.free();
    }
  };
}
