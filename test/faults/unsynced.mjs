// Loaded before the service: the database then syncs as with synchronous=NORMAL, although it was asked for FULL. The
// check of a power cut must find acknowledged writes missing, which shows that it can see.
import Database from 'better-sqlite3';

const pragma = Database.prototype.pragma;
Database.prototype.pragma = function patched(source, options) {
  if (source === 'synchronous = FULL') return pragma.call(this, 'synchronous = NORMAL', options);
  const found = pragma.call(this, source, options);
  return source === 'synchronous' ? 2 : found;
};
