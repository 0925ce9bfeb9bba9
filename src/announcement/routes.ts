import type { Room } from '../platform/http/route.ts';
import { officeRoutes } from './office-routes.ts';
import { packageRoutes } from './package-routes.ts';
import { publicFrom } from './pages.ts';
import { publicRoutes } from './public-routes.ts';

export const announcementRoom: Room = {
  name: 'announcement',
  routes: [...officeRoutes, ...publicRoutes, ...packageRoutes],
  milestones: (db, edition) => ({ publicFrom: publicFrom(db, edition) }),
};
