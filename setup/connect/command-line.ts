import { Command } from 'commander';

const AFTER_HELP = `
Examples:
  npm run connect -- https://HOST/webhooks/thousandeyes --match checkout --dry-run
  npm run connect -- https://HOST/webhooks/thousandeyes --rule 5120077 --rule 5120101
  npm run connect -- https://HOST/webhooks/thousandeyes --rotate
  npm run connect -- https://NEW-HOST/webhooks/thousandeyes --move
  npm run connect -- --remove

Environment variables (tokens are never arguments):
  THOUSANDEYES_TOKEN    bearer token of the ThousandEyes API, with the scopes alerts:manage and integrations:manage;
                        its user needs the permissions "Edit alert rules" and "Edit tests"
  WEBHOOK_TOKEN         the token that ThousandEyes sends to the webhook: the value of the stack's webhook secret
  THOUSANDEYES_API_URL  base of the API, if --api-url is absent

Exit code: 0 done, or nothing to do; 1 failed; 2 wrong usage; 3 declined; 130 interrupted.
docs/connect.md describes what it changes, and how to undo it.`;

const append = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** The options of `npm run connect`, and the text of --help. */
export const createCommandLine = (out: (text: string) => void): Command =>
  new Command('npm run connect --')
    .description('Attaches a webhook to alert rules of ThousandEyes. Shows the changes, and asks first.')
    .argument('[url]', 'the https address of the webhook, as the deployment prints it')
    .option('--rule <id>', 'an alert rule to attach it to; repeatable', append)
    .option('--match <text>', 'every alert rule with this text in its name; repeatable', append)
    .option('--all', 'every alert rule of the account group')
    .option('--remove', 'undo: take the webhook off all rules, then delete webhook and connector of this name')
    .option(
      '--rotate',
      'write the webhook token again, after it changed; needs no choice of rules, and then edits none',
    )
    .option(
      '--move',
      'let a webhook of another address send to this one; needs no choice of rules, and then edits none',
    )
    .option('--dry-run', 'show what would change, and change nothing')
    .option('-y, --yes', 'do not ask')
    .option('--no-check', 'send the webhook token even if the address does not answer 401 to a wrong one')
    .option('--json', 'print one JSON document; needs --yes or --dry-run')
    .option('--name <text>', 'name of webhook and connector in ThousandEyes', 'thousandeyes-snapshot-webhook')
    .option('--aid <id>', "account group (default: that of the token's user)")
    .option('--api-url <url>', 'base of the API, for another region (default: THOUSANDEYES_API_URL)')
    .option('--webhook-secret-id <id>', 'read the webhook token from AWS Secrets Manager')
    .option('--thousandeyes-secret-id <id>', 'read the ThousandEyes token from AWS Secrets Manager')
    .addHelpText('after', AFTER_HELP)
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: () => undefined });
