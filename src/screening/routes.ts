import type { Room } from '../platform/http/route.ts';
import { askRoutes } from './ask-routes.ts';
import { cityRoutes } from './city-routes.ts';
import { clarificationRoutes } from './clarification-routes.ts';
import { listRoutes } from './list-routes.ts';
import { nominationRoutes } from './nomination-routes.ts';
import { asksOfCity } from './pages.ts';

export const screeningRoom: Room = {
  name: 'screening',
  routes: [...cityRoutes, ...listRoutes, ...nominationRoutes, ...askRoutes, ...clarificationRoutes],
  sectionAsks: asksOfCity,
};
