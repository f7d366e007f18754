/*
 * What the bundles have in place of the AWS SDK's chain of credential providers (build/build.mjs): Lambda hands a function its
 * role's credentials in environment variables. The files, profiles, SSO and web identities of the chain are 135 KB that
 * a function would load and never use.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
