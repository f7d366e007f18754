import { z } from 'zod';
import { handler as captures } from '../../handlers/captures.ts';
import { handler as schedule } from '../../handlers/schedule.ts';
import { handler as webhook } from '../../handlers/webhook.ts';
import { handler as worker } from '../../handlers/worker.ts';

/*
 * The same functions, packaged the common way: one module for all of them, packages in node_modules, and the whole of
 * zod.
 */

const name = z.enum(['captures', 'schedule', 'webhook', 'worker']).parse(process.env['FUNCTION_NAME']);

export const handler: (event: any, context: any) => Promise<unknown> = { captures, schedule, webhook, worker }[name];
