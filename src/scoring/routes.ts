import type { Room } from '../platform/http/route.ts';
import { cardRoutes } from './card-routes.ts';
import { listRoutes } from './list-routes.ts';
import { lockRoutes } from './lock-routes.ts';
import { officeRoutes } from './office-routes.ts';
import { recuseRoutes } from './recuse-routes.ts';

export const scoringRoom: Room = {
  name: 'scoring',
  routes: [...listRoutes, ...cardRoutes, ...lockRoutes, ...recuseRoutes, ...officeRoutes],
};
