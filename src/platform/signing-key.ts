import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { type Config, SettingsError } from './config.ts';

/** The key with which the service signs what leaves it: Ed25519; its public half travels with every signature. */
export type SigningKey = {
  /** The raw public key, 32 bytes in base64url. */
  publicKey: string;
  /** The signature of these bytes, 64 bytes in base64url. The same bytes always have the same one. */
  sign(bytes: Uint8Array): string;
};

/**
 * Opens the key of AWARD_SIGNING_KEY_FILE (PEM, PKCS 8). Where none is named, one is made at the first start: in
 * production in a folder beside DATA_DIR, since no backup of the data may hold it; elsewhere in DATA_DIR itself.
 * Throws a SettingsError.
 */
export function openSigningKey(config: Config): SigningKey {
  const file = config.signingKeyFile;
  if (file === undefined) {
    return signingKey(ownKey(keyFolderOf(config)));
  }
  if (config.production && resolve(file).startsWith(`${resolve(config.dataDir)}${sep}`)) {
    throw new SettingsError(
      'AWARD_SIGNING_KEY_FILE lies below DATA_DIR. Keep the key where no backup takes it along.',
    );
  }
  return signingKey(readKey(file));
}

/** The folder of the key, which no backup of the data holds. */
export function keyFolderOf(config: Config): string {
  if (config.signingKeyFile !== undefined) return dirname(config.signingKeyFile);
  return config.production ? `${resolve(config.dataDir)}-keys` : config.dataDir;
}

function ownKey(folder: string): KeyObject {
  const file = join(folder, 'signing-key.pem');
  if (existsSync(file)) return readKey(file);
  const { privateKey } = generateKeyPairSync('ed25519');
  try {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  } catch (fault) {
    const why = (fault as NodeJS.ErrnoException).code ?? String(fault);
    throw new SettingsError(
      `The signing key cannot be kept in ${folder} (${why}). Name a file in AWARD_SIGNING_KEY_FILE.`,
    );
  }
  return privateKey;
}

function readKey(file: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (fault) {
    const why = (fault as NodeJS.ErrnoException).code ?? 'no key in PEM';
    throw new SettingsError(`The signing key ${file} cannot be read (${why}).`);
  }
  throw new SettingsError(`The signing key ${file} is not an Ed25519 key.`);
}

function signingKey(key: KeyObject): SigningKey {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  if (x === undefined) throw new Error('an Ed25519 key without its public half');
  return { publicKey: x, sign: (bytes) => sign(null, bytes, key).toString('base64url') };
}
