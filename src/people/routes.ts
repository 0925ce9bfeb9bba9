import type { Room } from '../platform/http/route.ts';
import { accountRoutes } from './account-routes.ts';
import { addressRoutes } from './address-routes.ts';
import { enrolRoutes } from './enrol-routes.ts';
import { passkeyRoutes } from './passkey-routes.ts';
import { proveRoutes } from './prove-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';

export const peopleRoom: Room = {
  name: 'people',
  routes: [
    ...signInRoutes,
    ...proveRoutes,
    ...enrolRoutes,
    ...passkeyRoutes,
    ...accountRoutes,
    ...addressRoutes,
  ],
};
