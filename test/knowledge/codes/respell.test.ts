import { expect, it } from 'vitest';
import { respellCodes } from '../../../knowledge/codes/respell.ts';

it.each([
  ['Exception from HRESULT: -2145124330', 'Exception from HRESULT: 0x80240016'],
  ['dism.exe failed with exit code 2148468767', 'dism.exe failed with exit code 0x800f081f'],
  [
    'Error: 112 There is not enough space on the disk.',
    'Error: 0x80070070 There is not enough space on the disk.',
  ],
  ['错误: 87', '错误: 0x80070057'],
  [
    'Error code 0x00000424: the service does not exist',
    'Error code 0x80070424: the service does not exist',
  ],
  ['安装失败，错误代码 80240017', '安装失败，错误代码 0x80240017'],
  ['退出代码 1603', '退出代码 0x80070643'],
  [
    'dism.exe driver export failed with exit code 112.',
    'dism.exe driver export failed with exit code 0x80070070.',
  ],
  ['DISM Exited With Code 112', 'DISM Exited With Code 0x80070070'],
  ['wusa finished, ExitCode: 112', 'wusa finished, ExitCode: 0x80070070'],
  ['$LASTEXITCODE=87', '$LASTEXITCODE=0x80070057'],
  ['wusa.exe returned error code 5', 'wusa.exe returned error code 0x80070005'],
  ['部署失败，错误代码：112。', '部署失败，错误代码：0x80070070。'],
  ['dism 返回码为 50', 'dism 返回码为 0x80070032'],
  ['OpenService failed, GLE=0x424', 'OpenService failed, GLE=0x80070424'],
])('writes %j with its code as signatures know it', (text, spelled) => {
  expect(respellCodes(text)).toBe(spelled);
});

it.each([
  'Error 0x80070005 was returned',
  '电话 13800000001，内线 80070005',
  'copied 3221225472 of 10.0.19041.1 bytes',
  'KB5014692 没有装上，今天是 20260302',
  'There were 3 errors: 2 were repaired',
  'Error: 0',
  'exit code 0x0',
  'error code 10.0.19041',
  'Exit code = 0x00000000, 112 files',
  'error log of 3/4',
])('leaves %j alone', (text) => {
  expect(respellCodes(text)).toBeUndefined();
});
