import type { Room } from '../platform/http/route.ts';
import { officeRoutes } from './office-routes.ts';
import { publicRoutes } from './public-routes.ts';

export const announcementRoom: Room = { name: 'announcement', routes: [...officeRoutes, ...publicRoutes] };
