/** One line of the bill: dollars for `per` units. `source` says where the price was read, and of when that page is. */
interface Price {
  readonly service: string;
  readonly unit: string;
  readonly dollars: number;
  readonly per: number;
  readonly source: string;
}

const MILLION = 1_000_000;

/**
 * List prices of us-east-1 without any free tier, looked up in November 2026 in stored copies of these pages. AWS's own
 * pages build their tables in the browser, so their copies have no figures: these are others' transcripts of them.
 */
export const PRICES = {
  lambdaRequests: {
    service: 'Lambda',
    unit: 'request',
    dollars: 0.2,
    per: MILLION,
    source: 'cloudchipr.com/blog/aws-lambda-pricing, 2024',
  },
  gbSeconds: {
    service: 'Lambda',
    unit: 'GB-second, arm64',
    dollars: 13.3334,
    per: MILLION,
    source: 'cloudchipr.com/blog/aws-lambda-pricing, 2024',
  },
  httpApiRequests: {
    service: 'API Gateway',
    unit: 'request to an HTTP API',
    dollars: 1,
    per: MILLION,
    source: 'appropri8-astro.pages.dev, deploying-simple-api-aws, 2025-12-02',
  },
  writeUnits: {
    service: 'DynamoDB',
    unit: 'write request unit, on demand',
    dollars: 0.625,
    per: MILLION,
    source: 'airbyte.com/data-engineering-resources/dynamodb-pricing, 2025-07-21',
  },
  readUnits: {
    service: 'DynamoDB',
    unit: 'read request unit, on demand',
    dollars: 0.125,
    per: MILLION,
    source: 'airbyte.com/data-engineering-resources/dynamodb-pricing, 2025-07-21',
  },
  sqsRequests: {
    service: 'SQS',
    unit: 'request, standard queue',
    dollars: 0.4,
    per: MILLION,
    source: 'cloudburn.io/blog/amazon-sqs-pricing, 2026-03-14',
  },
  snsPublishes: {
    service: 'SNS',
    unit: 'publish, standard topic',
    dollars: 0.5,
    per: MILLION,
    source: 'factualminds.com/blog/amazon-sns-pricing-publishes-fanout-protocols, 2026-06-13',
  },
  secrets: {
    service: 'Secrets Manager',
    unit: 'secret a month',
    dollars: 0.4,
    per: 1,
    source: 'hivebook.wiki, aws-secrets-manager, undated',
  },
  secretReads: {
    service: 'Secrets Manager',
    unit: 'GetSecretValue',
    dollars: 0.05,
    per: 10_000,
    source: 'hivebook.wiki, aws-secrets-manager, undated',
  },
  logGigabytes: {
    service: 'CloudWatch',
    unit: 'GB of logs taken in',
    dollars: 0.5,
    per: 1,
    source: 'factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards, undated',
  },
  metrics: {
    service: 'CloudWatch',
    unit: 'custom metric a month',
    dollars: 0.3,
    per: 1,
    source: 'signoz.io/guides/cloudwatch-pricing, 2026-02-15',
  },
  alarms: {
    service: 'CloudWatch',
    unit: 'alarm a month',
    dollars: 0.1,
    per: 1,
    source: 'not verified: found on no page that could be read',
  },
} as const satisfies Readonly<Record<string, Price>>;

export type Billed = keyof typeof PRICES;
