import { describe, expect, it } from 'vitest';
import { seal, unseal } from '../../src/platform/envelope.ts';

const secret = 'a secret of more than thirty-two letters';

describe('a sealed envelope', () => {
  it('opens with its secret and under its id', () => {
    expect(unseal([secret], 'm1', seal(secret, 'm1', { to: 'Anna' }))).toEqual({ to: 'Anna' });
  });

  it('shows nothing of what it holds', () => {
    const sealed = seal(secret, 'm1', { to: 'anna@city.org', result: 'awarded' });
    const seen = JSON.stringify(sealed) + Buffer.from(sealed.box, 'base64').toString('latin1');
    expect(seen).not.toMatch(/anna|city|awarded/);
  });

  it('stays shut under another id, with another secret, or changed on its way', () => {
    const sealed = seal(secret, 'm1', { to: 'Anna' });
    expect(() => unseal([secret], 'm2', sealed)).toThrow();
    expect(() => unseal([`${secret}!`], 'm1', sealed)).toThrow('sealed with the key');
    const bytes = Buffer.from(sealed.box, 'base64');
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    expect(() => unseal([secret], 'm1', { ...sealed, box: bytes.toString('base64') })).toThrow();
  });

  it('opens what the secret before sealed, while the secret is changed', () => {
    const before = 'the secret before this one, of enough letters';
    expect(unseal([secret, before], 'm1', seal(before, 'm1', { to: 'Anna' }))).toEqual({ to: 'Anna' });
  });
});
