/**
 * The passkey ceremonies (W3C Web Authentication): the browser signs a challenge that was drawn for this session, for
 * this site, by a key that never leaves the device, and only after finger, face or PIN.
 */
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server';

/** Where the ceremony takes place: the origin of the page, and its host name, to which the keys belong. */
export type Site = { origin: string; host: string; name: string };

export type Key = { credential: string; publicKey: string; counter: number };

// Loading it takes longer than all of sign-in, so it waits for the first passkey.
const library = () => import('@simplewebauthn/server');

/** What the browser needs to make a new key for this person; keys that they have are not made twice. */
export async function enrolmentOptions(
  site: Site,
  person: { id: string; name: string; address: string },
  known: readonly string[],
  challenge: string,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { generateRegistrationOptions } = await library();
  return generateRegistrationOptions({
    rpName: site.name,
    rpID: site.host,
    userID: new Uint8Array(Buffer.from(person.id)),
    userName: person.address,
    userDisplayName: person.name || person.address,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    attestationType: 'none',
    excludeCredentials: known.map((id) => ({ id })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  });
}

/** The new key of an answer, or null where it does not answer this challenge, on this site, with the person verified. */
export async function keyOfEnrolment(site: Site, challenge: string, answer: unknown): Promise<Key | null> {
  const { verifyRegistrationResponse } = await library();
  const verified = await orNull(() =>
    verifyRegistrationResponse({
      response: answer as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      requireUserVerification: true,
    }),
  );
  if (!verified?.verified) return null;
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  return { credential: id, publicKey: Buffer.from(publicKey).toString('base64url'), counter };
}

/** What the browser needs to sign with one of these keys. */
export async function proofOptions(
  site: Site,
  credentials: readonly string[],
  challenge: string,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await library();
  return generateAuthenticationOptions({
    rpID: site.host,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    allowCredentials: credentials.map((id) => ({ id })),
    userVerification: 'required',
  });
}

/** The new count of signatures of an answer by this key, or null where the answer does not hold. */
export async function counterOfProof(
  site: Site,
  challenge: string,
  key: Key,
  answer: unknown,
): Promise<number | null> {
  const { verifyAuthenticationResponse } = await library();
  const verified = await orNull(() =>
    verifyAuthenticationResponse({
      response: answer as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: site.host,
      requireUserVerification: true,
      credential: {
        id: key.credential,
        publicKey: new Uint8Array(Buffer.from(key.publicKey, 'base64url')),
        counter: key.counter,
      },
    }),
  );
  return verified?.verified ? verified.authenticationInfo.newCounter : null;
}

/** The library throws on whatever does not hold, from a wrong origin to a bent byte: to us each is the same no. */
async function orNull<Outcome>(verify: () => Promise<Outcome>): Promise<Outcome | null> {
  return verify().catch(() => null);
}
