import type { Settings } from './settings.ts';

/** The limits of a route: requests a second, and how many at once before those count. */
export interface Throttle {
  readonly perSecond: number;
  readonly burst: number;
}

/** Each route by which alerts come has limits of its own, and so has each other route. */
export interface Throttles {
  readonly webhook: Throttle;
  readonly others: Throttle;
}

type Limits = Pick<
  Settings,
  'WEBHOOK_RATE_LIMIT' | 'WEBHOOK_BURST_LIMIT' | 'THROTTLING_RATE_LIMIT' | 'THROTTLING_BURST_LIMIT'
>;

export const throttlesOf = (settings: Limits): Throttles => ({
  webhook: { perSecond: settings.WEBHOOK_RATE_LIMIT, burst: settings.WEBHOOK_BURST_LIMIT },
  others: { perSecond: settings.THROTTLING_RATE_LIMIT, burst: settings.THROTTLING_BURST_LIMIT },
});

/** Whether alerts come by this route of the webhook; its others are answered 405 and lose nothing. */
export const isIntake = (route: string): boolean => route.startsWith('POST ');

/** The routes of the intake as osls calls them in the template. */
const INTAKE_ROUTES = ['HttpApiRoutePostWebhooksThousandeyes', 'HttpApiRoutePostWebhooksThousandeyesProxyVar'] as const;

/**
 * The limits of the stage that osls makes. Without limits of its own, one caller can spend those of the whole account. A storm
 * of alerts has to pass, because ThousandEyes repeats what is answered 429 some minutes later only, and other senders never do.
 *
 * @param webhookRoutes the webhook's routes, by route key
 */
export const throttledStage = (settings: Limits, webhookRoutes: readonly string[]) => {
  const { webhook, others } = throttlesOf(settings);
  const ofWebhook = settingsOf(webhook);
  return {
    Type: 'AWS::ApiGatewayV2::Stage',
    // API Gateway refuses the settings of a route that is not there yet.
    DependsOn: ['HttpApiLogGroup', ...INTAKE_ROUTES],
    Properties: {
      DefaultRouteSettings: settingsOf(others),
      // CloudFormation passes this block on as it is, so a number must not be text in it.
      RouteSettings: Object.fromEntries(webhookRoutes.filter(isIntake).map((route) => [route, ofWebhook])),
    },
  };
};

/** All settings of a route, because it takes none of the default ones if it has settings of its own. */
const settingsOf = ({ perSecond, burst }: Throttle) => ({
  DetailedMetricsEnabled: false,
  ThrottlingRateLimit: perSecond,
  ThrottlingBurstLimit: burst,
});
