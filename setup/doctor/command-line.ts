import { Command, Option } from 'commander';
import { DECIMAL_ID } from '../../lib/alerts/decimal-id.ts';
import { UsageError } from '../usage-error.ts';
import type { Terminal } from '../terminal.ts';
import { withoutValues } from '../without-values.ts';

const VARIABLES = `
Environment variables, used if no secret is given:
  WEBHOOK_TOKEN, OPERATOR_TOKEN, THOUSANDEYES_TOKEN
Others:
  THOUSANDEYES_API_URL   base of the API, if --api-url is absent
  LINK_VISIBILITY        share (default) or login, for --live without a webhook
  AWS_REGION, AWS_PROFILE, … (the AWS SDK reads them)

Exit code: 0 nothing to fix (there may be warnings), 1 something to fix, 2 wrong usage, or the stack cannot be read.
What every check means: docs/doctor.md`;

const decimalId = (value: string, option: string): string => {
  if (!DECIMAL_ID.test(value)) throw new UsageError(`${option} takes a number.`);
  return value;
};

const seconds = (value: string): number => {
  if (!/^[1-9]\d?$/.test(value)) throw new UsageError('--timeout takes a number of seconds, 1 to 99.');
  return Number(value);
};

/** The options of `npm run doctor`, and the text of --help. */
export const createCommandLine = ({ out, err }: Pick<Terminal, 'out' | 'err'>): Command =>
  new Command('npm run doctor --')
    .description(
      'Checks a configuration end to end, and says what to fix. It changes nothing, and creates nothing without --live.',
    )
    .option('--stack <name>', 'CloudFormation stack whose outputs name the rest: thousandeyes-snapshot-webhook-STAGE')
    .option('--region <region>', 'AWS region of the stack, the secrets and the topic')
    .option('--webhook-url <url>', 'URL of the webhook; the operator API has the same host')
    .option('--topic-arn <arn>', 'ARN of the topic that gets the links')
    .option('--webhook-secret-id <id>', 'secret of the webhook, by name or ARN')
    .option('--operator-secret-id <id>', 'secret of the operator API')
    .option('--thousandeyes-secret-id <id>', 'secret with the ThousandEyes token')
    .option('--api-url <url>', 'ThousandEyes API (default: https://api.thousandeyes.com/v7)')
    .addOption(new Option('--aid <id>', 'account group').argParser((id) => decimalId(id, '--aid')))
    .addOption(
      new Option('--test-id <id>', 'a test to look for, and for --live').argParser((id) => decimalId(id, '--test-id')),
    )
    .addOption(new Option('--timeout <seconds>', 'how long each call may take').argParser(seconds).default(10))
    .option('--live', 'create ONE real snapshot of --test-id, and say which kind of link came back')
    .option('--yes', 'with --live: do not ask first')
    .option('--show-link', 'with --live, on a terminal: print the link, which is a key to the data')
    .option('--json', 'print the report as JSON; docs/doctor.schema.json describes it')
    .addHelpText('after', VARIABLES)
    .allowExcessArguments() // readOptions refuses them: commander would repeat the value, which may be a secret
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err, outputError: (text, write) => write(withoutValues(text)) });
