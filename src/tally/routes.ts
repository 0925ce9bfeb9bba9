import type { Room } from '../platform/http/route.ts';
import { closingRoutes } from './closing-routes.ts';
import { figureRoutes } from './figure-routes.ts';

export const tallyRoom: Room = { name: 'tally', routes: [...closingRoutes, ...figureRoutes] };
