import type { DumpStory } from './kernel.ts';
import { fileOf, findModule, type Module } from './modules.ts';
import type { View } from './view.ts';

/** https://learn.microsoft.com/windows/win32/api/minidumpapiset/ns-minidumpapiset-minidump_header and its neighbours. */
const moduleStream = 4;
const exceptionStream = 6;
const systemStream = 7;
const moduleLength = 108;
const mostStreams = 256;
const mostModules = 4096;

/** `view` begins with `MDMP`; `whole` is false where there is more than it holds. */
export function readUserDump(view: View, whole: boolean): DumpStory {
  const streams = readStreams(view);
  const modules = readModules(view, streams.get(moduleStream));
  const exception = streams.get(exceptionStream);
  const at = view.u32(0x14) * 1000;
  if (exception === undefined && modules.length === 0) {
    return { texts: [], at, gaps: [`${why(whole)}，读不出异常和模块`] };
  }
  const gaps = modules.length === 0 ? [`${why(whole)}，读不出模块列表`] : [];
  return { texts: [describe(view, modules, exception, streams.get(systemStream))], at, gaps };
}

function describe(
  view: View,
  modules: readonly Module[],
  exception: number | undefined,
  system: number | undefined,
): string {
  const process = modules.find(({ path }) => executable.test(path)) ?? modules[0];
  const parts = [`UserDump process=${process ? fileOf(process) : 'unknown'}`];
  if (exception === undefined) {
    parts.push('without an exception');
  } else {
    const address = view.u64(exception + 24);
    const module = findModule(modules, address);
    parts.push(
      `exception=0x${view
        .u32(exception + 8)
        .toString(16)
        .padStart(8, '0')}`,
    );
    parts.push(
      module
        ? `at=${fileOf(module)}+0x${(address - module.base).toString(16)} module=${module.path}`
        : `at=0x${address.toString(16)} outside every module`,
    );
  }
  if (system !== undefined) {
    parts.push(`build=${view.u32(system + 16)}`);
  }
  return parts.join(' ');
}

function why(whole: boolean): string {
  return whole ? '内存转储的目录已损坏或被截断' : '内存转储很大，目录不在开头的 16 MB 里';
}

const executable = /\.exe$/iu;

/** Where each kind of stream begins. */
function readStreams(view: View): Map<number, number> {
  const streams = new Map<number, number>();
  const directory = view.u32(12);
  const count = Math.min(view.u32(8), mostStreams);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + index * 12;
    const start = view.u32(entry + 8);
    if (view.has(entry, 12) && view.has(start, 32) && !streams.has(view.u32(entry))) {
      streams.set(view.u32(entry), start);
    }
  }
  return streams;
}

function readModules(view: View, start: number | undefined): Module[] {
  const modules: Module[] = [];
  const count = start === undefined ? 0 : Math.min(view.u32(start), mostModules);
  for (let index = 0; index < count; index += 1) {
    const at = (start ?? 0) + 4 + index * moduleLength;
    const name = view.u32(at + 20);
    const path = view.has(at, moduleLength) ? view.name(name + 4, view.u32(name)) : '';
    if (path !== '') {
      modules.push({ path, base: view.u64(at), size: BigInt(view.u32(at + 8)) });
    }
  }
  return modules;
}
