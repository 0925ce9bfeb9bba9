import type { Room } from '../platform/http/route.ts';
import { applyRoutes } from './apply-routes.ts';
import { changeRoutes } from './change-routes.ts';
import { proposeRoutes } from './propose-routes.ts';
import { showRoutes } from './show-routes.ts';

export const assignmentRoom: Room = {
  name: 'assignment',
  routes: [...showRoutes, ...proposeRoutes, ...changeRoutes, ...applyRoutes],
};
