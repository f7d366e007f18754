import { DEFAULT_OPERATOR_TOKEN, DEFAULT_WEBHOOK_TOKEN, isRealApi, type Settings } from '../settings.ts';
import type { Paint } from './paint.ts';

/** What the addresses depend on. */
export interface Addressed {
  readonly url: string;
  /** Absent where a real API is used. */
  readonly standIn: { readonly apiUrl: string } | undefined;
}

/** The block of addresses that a start begins with; a token of the user's own is named, never printed. Pure. */
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
