import { expect, it } from 'vitest';
import { describeChange } from '../../handlers/changes.ts';
import { causeOf, diagnosisOf, evidenceOf, similarOf } from '../support/diagnosis.ts';

const nothing = diagnosisOf();
const denied = diagnosisOf({ causes: [causeOf()] });
const failure = (code: string) => ({ time: null, what: 'KB5014692', code });
const asks = (count: number) =>
  diagnosisOf({ ask: Array.from({ length: count }, (_, index) => `问题 ${index}`) });

it.each([
  ['a first cause', nothing, denied, '判断已变化：由未识别变为“文件被拒绝访问”'],
  [
    'another cause',
    denied,
    diagnosisOf({ causes: [causeOf({ signature: 'disk', title: '磁盘已满' })] }),
    '由“文件被拒绝访问”变为“磁盘已满”',
  ],
  ['a cause that is gone', denied, nothing, '没有支持上次的判断，现为未识别'],
  [
    'another code',
    diagnosisOf({ causes: [causeOf()], lastFailure: failure('0x80070005') }),
    diagnosisOf({ causes: [causeOf()], lastFailure: failure('0x80073712') }),
    '错误已变化：由 0x80070005 变为 0x80073712',
  ],
  [
    'the first code, which is no change of a code',
    denied,
    diagnosisOf({ causes: [causeOf()], lastFailure: failure('0x80073712') }),
    '仍相同，没有新的依据',
  ],
  [
    'more certainty',
    diagnosisOf({ causes: [causeOf({ certainty: 'likely' })] }),
    denied,
    '把握由“很可能”变为“确定”',
  ],
  [
    'less certainty',
    denied,
    diagnosisOf({ causes: [causeOf({ certainty: 'clue' })] }),
    '把握由“确定”变为“线索”',
  ],
  [
    'more proof',
    denied,
    diagnosisOf({
      causes: [causeOf({ evidence: [evidenceOf('拒绝访问的一行'), evidenceOf('新的一行', 2)] })],
    }),
    '判断相同，新增 1 条依据',
  ],
  ['the same again', denied, denied, '仍相同，没有新的依据'],
  [
    'the same line of another file',
    denied,
    diagnosisOf({
      causes: [causeOf({ evidence: [{ ...evidenceOf('拒绝访问的一行'), input: 'CBS.log (2)' }] })],
    }),
    '仍相同，没有新的依据',
  ],
  [
    'a nearer case',
    nothing,
    diagnosisOf({ similarCases: [similarOf()] }),
    '更相近的案例 CAS-00001-A1B2C3',
  ],
  ['fewer questions', asks(4), asks(3), '已记下补充的信息，还差 3 项'],
  ['nothing new', asks(3), asks(3), '补充的内容仍不足以判断原因'],
  ['the last question answered', asks(1), nothing, '仍不足以判断原因'],
])('tells of %s', (_, before, now, expected) => {
  expect(describeChange(before, now)).toEqual({
    kind: 'notice',
    tone: 'info',
    text: expect.stringContaining(expected),
  });
});
