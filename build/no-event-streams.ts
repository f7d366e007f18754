/*
 * Replaces the AWS SDK's code for event streams in the bundles (build/bundle-options.mjs): no call of the functions has
 * one. The SDK imports that code on demand, so esbuild would wrap most of the SDK's modules to load them on demand too,
 * and V8 would parse them twice at each cold start.
 */
export const EventStreamSerde = undefined;
export const eventStreamSerdeProvider = undefined;
