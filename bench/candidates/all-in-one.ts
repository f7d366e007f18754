import { z } from 'zod';
import { handler as captures } from '../../handlers/captures.ts';
import { handler as schedule } from '../../handlers/schedule.ts';
import { handler as webhook } from '../../handlers/webhook.ts';
import { handler as worker } from '../../handlers/worker.ts';

/*
 * The same functions written the common way: one bundle's worth of code for all of them, its packages left in
 * node_modules, and zod imported with all that belongs to it.
 */

const name = z.enum(['captures', 'schedule', 'webhook', 'worker']).parse(process.env['FUNCTION_NAME']);

export const handler: (event: any, context: any) => Promise<unknown> = { captures, schedule, webhook, worker }[name];
