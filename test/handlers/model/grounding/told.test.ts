import { describe, expect, it } from 'vitest';
import { ground } from '../../../../handlers/model/ground.ts';
import type { Material } from '../../../../handlers/model/material.ts';
import { createAnswering } from '../../../support/answering.ts';
import { exampleOf, materialOf } from '../../../support/materials.ts';
import { type Put, straight, twisted } from './twisted-sentences.ts';

const deps = await createAnswering();
const all = [...Object.values(twisted).flat(), ...straight];
const materials = new Map<string, Material>();
for (const id of new Set(all.map(([signature]) => signature))) {
  materials.set(id, await materialOf(exampleOf(id, deps), deps));
}

function groundPut([signature, text, lines, steps]: Put, more: Partial<Material> = {}) {
  const material = materials.get(signature);
  if (!material) {
    throw new Error(`no material of ${signature}`);
  }
  const sentence = { text, lines: idsOf(lines), steps: idsOf(steps) };
  return ground([sentence], { ...material, ...more });
}

function idsOf(words: string): string[] {
  return words.split(' ').filter((word) => word !== '');
}

describe.each(Object.entries(twisted))('sentences that twist %s', (_, sentences) => {
  it.each(sentences)('are not shown: %s %s', (...put) => {
    expect(groundPut(put).kept).toEqual([]);
  });

  it.each(sentences)(
    'are not shown with steps named that they do not speak of: %s %s',
    (...put) => {
      const [signature, text, lines] = put;
      const steps = materials.get(signature)?.steps.map(({ id }) => id) ?? [];

      expect(groundPut([signature, text, lines, steps.join(' ')]).kept).toEqual([]);
    },
  );
});

describe('sentences that say what our own texts say', () => {
  it('survive, more than eight in ten', () => {
    const lost = straight.filter((put) => groundPut(put).kept.length === 0);

    expect(straight.length).toBeGreaterThan(60);
    expect(lost.length / straight.length, lost.join('\n')).toBeLessThan(0.2);
  });

  it.each([
    ['component-store-corrupt', '请先备份数据，约 1–2 小时。', '', 'S4'],
    ['component-store-corrupt', '第 2 步要等 DISM 成功后再运行。', '', 'S2'],
    ['winre-partition-too-small', '第 2 步需备份并审批，分区操作不可逆。', '', 'S2'],
    ['filter-driver-denies-file', '只退出托盘图标不算脱管，重启后策略可能重新下发。', '', 'S1'],
  ] as const)('keep what a step warns of: %s %s', (...put) => {
    expect(groundPut(put).kept).toHaveLength(1);
  });
});

describe('a log line in English', () => {
  const says = (text: string) => ({
    lines: [{ id: 'L1', evidence: { input: 'a.log', line: 1, text, time: null, times: 1 } }],
  });
  const put: Put = ['cbs-record-failed', '日志记录了下载超时。', 'L1', ''];

  it('may be told in Chinese', () => {
    expect(groundPut(put, says('Download timed out')).kept).toHaveLength(1);
  });

  it('proves nothing that it does not say', () => {
    const blamed: Put = ['cbs-record-failed', '下载超时由驱动造成。', 'L1', ''];

    expect(groundPut(blamed, says('Download timed out')).kept).toEqual([]);
  });
});

it('keeps to the order of what is done', () => {
  const put = (text: string): Put => ['winre-partition-too-small', text, '', 'S2'];

  expect(groundPut(put('先缩小系统分区 250 MB，再重建恢复分区。')).kept).toHaveLength(1);
  expect(groundPut(put('先重建恢复分区，再缩小系统分区 250 MB。')).kept).toEqual([]);
});
