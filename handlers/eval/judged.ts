import type { DropReason } from '../model/ground.ts';
import type { Purpose } from '../model/model.ts';
import type { RecordedCall } from './recording-gate.ts';

/** How one question of the labelled data went. */
export interface Judged {
  id: string;
  purpose: Purpose;
  /** Undefined where the model is not asked in real use either. */
  call: RecordedCall | undefined;
  kept: number;
  dropped: readonly DropReason[];
  /** Something was left to show. */
  shown: boolean;
  /** Whether it agrees with the label; undefined where that cannot be told. */
  agrees: boolean | undefined;
  /** The class of the label, or another one of its group. */
  near?: boolean;
  /** Nothing had failed there. */
  isHealthy?: true;
}
