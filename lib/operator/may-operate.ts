import type { Operator } from '../runtime/operators.ts';

/** Whether an operator may capture, send again and cancel; everybody who is one may read. */
export const mayOperate = ({ role }: Operator): boolean => role === 'operate';
