import { expect, it } from 'vitest';
import { findMachines, parseMachines } from '../../../knowledge/cases/machines.ts';

it.each([
  ['影响范围：1台', 1, 1],
  ['受影响数量5-6台', 5, 6],
  ['目前尚有7台左右设备存在更新失败问题。', 7, 7],
  ['约7台', 7, 7],
  ['用户反馈有两台电脑6B补丁安装失败问题。', 2, 2],
  ['目前只有2台机器，1台正常，1台出现此问题', 1, 1],
  ['共十台，影响范围：约3～4 台', 3, 4],
  ['南京分行3台电脑安装KB5016623失败', 3, 3],
])('%s tells how many', (text, least, most) => {
  expect(findMachines(text)).toEqual({ least, most });
});

it.each([
  '请准备1-2台问题电脑',
  '从一台正常的电脑上拷贝',
  '拨打后台电话',
  '',
  '0台出现',
  '9-3台出现问题',
])('%j does not', (text) => {
  expect(findMachines(text)).toBeUndefined();
});

it.each([
  ['3', 3, 3],
  ['约7台', 7, 7],
  ['5-6', 5, 6],
  ['共有 4 台', 4, 4],
])('the cell %s holds a number', (cell, least, most) => {
  expect(parseMachines(cell)).toEqual({ least, most });
});
