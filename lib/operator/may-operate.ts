import type { Operator } from '../runtime/operators.ts';

/** Whether an operator may capture, send again and cancel. Every operator may read. */
export const mayOperate = ({ role }: Operator): boolean => role === 'operate';
