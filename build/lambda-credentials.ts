/*
 * Replaces the AWS SDK's chain of credential providers in the bundles (build/bundle-options.mjs). Lambda passes the
 * credentials of its role to a function in environment variables. The rest of the chain (files, profiles, SSO, web
 * identities) is 135 KB that a function would load and never use.
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
