import { dieAt } from './dying.ts';

await dieAt(2);
