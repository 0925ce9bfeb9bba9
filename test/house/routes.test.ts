import { describe, expect, it } from 'vitest';
import { rooms } from '../../src/app.ts';
import { RESERVED_SLUGS } from '../../src/editions/edition-file.ts';

const routes = rooms.flatMap((room) => room.routes.map((route) => ({ room: room.name, ...route })));
const named = ({ method, path }: { method: string; path: string }) => `${method.toUpperCase()} ${path}`;

describe('routes', () => {
  it('every route says who may come', () => {
    const known = ['organiser', 'approver', 'auditor', 'owner', 'colleague', 'commission', 'juror'];
    const wrong = routes.filter(({ audience }) =>
      typeof audience === 'string'
        ? audience !== 'anyone' && audience !== 'account'
        : audience.length === 0 || audience.some((role) => !known.includes(role)),
    );
    expect(wrong.map(named)).toEqual([]);
  });

  it('every POST declares its form, and no GET does', () => {
    const wrong = routes.filter(({ method, form }) => (method === 'post') !== (form !== undefined));
    expect(wrong.map(named)).toEqual([]);
  });

  it('no two routes share method and address', () => {
    const all = routes.map(named);
    expect(all.filter((one, index) => all.indexOf(one) < index)).toEqual([]);
  });

  it('whatever writes is a POST, and an office page takes office roles', () => {
    const wrong = routes.filter(
      ({ path, audience }) =>
        path.startsWith('/office') && typeof audience === 'string' && path !== '/office/new',
    );
    expect(wrong.map(named)).toEqual([]);
  });

  it('every first word of an address is reserved, so that no edition can take it', () => {
    const words = routes
      .map(({ path }) => path.split('/')[1] ?? '')
      .filter((word) => word !== '' && !word.startsWith(':'));
    expect([...new Set(words)].filter((word) => !RESERVED_SLUGS.includes(word))).toEqual([]);
  });
});
