import type { Settings } from './settings.ts';

/** The limits of a route: requests per second, and the burst that may exceed them. */
export interface Throttle {
  readonly perSecond: number;
  readonly burst: number;
}

/** Each intake route of the webhook has its own limits, and each other route has its own. */
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

/** Whether this route of the webhook receives alerts. Its other routes answer 405 and lose nothing. */
export const isIntake = (route: string): boolean => route.startsWith('POST ');

/** The logical ids that osls gives the intake routes in the template. */
const INTAKE_ROUTES = ['HttpApiRoutePostWebhooksThousandeyes', 'HttpApiRoutePostWebhooksThousandeyesProxyVar'] as const;

/**
 * The limits of the stage that osls makes. Without its own limits, one caller could use up those of the whole account.
 * The webhook's limits let a storm of alerts pass, because ThousandEyes repeats a request answered 429 only minutes
 * later, and other senders never repeat it.
 *
 * @param webhookRoutes the webhook's routes, by route key
 */
export const throttledStage = (settings: Limits, webhookRoutes: readonly string[]) => {
  const { webhook, others } = throttlesOf(settings);
  const ofWebhook = settingsOf(webhook);
  return {
    Type: 'AWS::ApiGatewayV2::Stage',
    // API Gateway refuses settings for a route that does not exist yet.
    DependsOn: ['HttpApiLogGroup', ...INTAKE_ROUTES],
    Properties: {
      DefaultRouteSettings: settingsOf(others),
      // CloudFormation passes this block on unchanged, so its numbers must not be text.
      RouteSettings: Object.fromEntries(webhookRoutes.filter(isIntake).map((route) => [route, ofWebhook])),
    },
  };
};

/** All settings of a route, because a route with its own settings inherits no default ones. */
const settingsOf = ({ perSecond, burst }: Throttle) => ({
  DetailedMetricsEnabled: false,
  ThrottlingRateLimit: perSecond,
  ThrottlingBurstLimit: burst,
});
