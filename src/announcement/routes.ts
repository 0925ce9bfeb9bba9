import type { Room } from '../platform/http/route.ts';
import { officeRoutes } from './office-routes.ts';
import { publicFrom } from './pages.ts';
import { publicRoutes } from './public-routes.ts';

export const announcementRoom: Room = {
  name: 'announcement',
  routes: [...officeRoutes, ...publicRoutes],
  milestones: (db, edition) => ({ publicFrom: publicFrom(db, edition) }),
};
