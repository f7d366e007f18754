import { DEFAULT_OPERATOR_TOKEN, DEFAULT_WEBHOOK_TOKEN, isRealApi, type Settings } from '../settings.ts';
import type { Paint } from './paint.ts';

/** The running system, as far as the addresses depend on it. */
export interface Addressed {
  readonly url: string;
  /** Absent with a real API. */
  readonly standIn: { readonly apiUrl: string } | undefined;
}

/**
 * The block of addresses at the start. It prints the default tokens, but only the variable of a token of the user.
 * Pure.
 */
export const addresses = ({ url, standIn }: Addressed, settings: Settings, paint: Paint): string => {
  const at = settings.publicUrl ?? url;
  const { operatorToken, webhookToken, dataDir } = settings;
  const rows = [
    ['board', paint('cyan', `${at}/`)],
    ['operator token', operatorToken === DEFAULT_OPERATOR_TOKEN ? operatorToken : 'OPERATOR_TOKEN'],
    ['webhook', paint('cyan', `${at}/webhooks/thousandeyes`)],
    ['webhook token', webhookToken === DEFAULT_WEBHOOK_TOKEN ? webhookToken : 'WEBHOOK_TOKEN'],
    ['ThousandEyes', standIn ? `a stand-in, ${standIn.apiUrl}` : apiOf(settings)],
    ['ledger', dataDir ?? 'in memory; DATA_DIR keeps it'],
  ] as const;
  return `\n${rows.map(([name, value]) => `  ${paint('dim', name.padEnd(14))}  ${value}\n`).join('')}\n`;
};

const apiOf = (settings: Settings): string => `${settings.apiUrl}${isRealApi(settings) ? ': snapshots are real' : ''}`;
