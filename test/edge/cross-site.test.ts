import { describe, expect, it } from 'vitest';
import { isCrossSite } from '../../lib/edge/cross-site.ts';

const host = 'api.example.com';

describe('cross-site: what a browser says of a request', () => {
  it.each([
    { name: 'no browser: neither header', headers: { host }, expected: false },
    {
      name: 'our own page',
      headers: { host, 'sec-fetch-site': 'same-origin', origin: `https://${host}` },
      expected: false,
    },
    { name: 'a person, by hand', headers: { host, 'sec-fetch-site': 'none' }, expected: false },
    {
      name: 'our own page behind a proxy that renames us',
      headers: { host: 'lambda', 'sec-fetch-site': 'same-origin', origin: `https://${host}` },
      expected: false,
    },
    {
      name: 'another site',
      headers: { host, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      expected: true,
    },
    {
      name: 'a sister domain',
      headers: { host, 'sec-fetch-site': 'same-site', origin: 'https://www.example.com' },
      expected: true,
    },
    {
      name: 'another site that borrows our origin',
      headers: { host, 'sec-fetch-site': 'cross-site', origin: `https://${host}` },
      expected: true,
    },
    { name: 'a word that is new', headers: { host, 'sec-fetch-site': 'odd' }, expected: true },
    { name: 'an old browser on our page', headers: { host, origin: `https://${host}` }, expected: false },
    {
      name: 'an old browser, host in capitals',
      headers: { host: 'API.example.com', origin: `https://${host}` },
      expected: false,
    },
    { name: 'an old browser elsewhere', headers: { host, origin: 'https://evil.example' }, expected: true },
    { name: 'an old browser on another port', headers: { host, origin: `https://${host}:8443` }, expected: true },
    { name: 'an old browser that hides where', headers: { host, origin: 'null' }, expected: true },
    { name: 'no host to compare with', headers: { origin: `https://${host}` }, expected: true },
  ])('$name', ({ headers, expected }) => {
    expect(isCrossSite(headers)).toBe(expected);
  });
});
