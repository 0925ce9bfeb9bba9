import type { Room } from '../platform/http/route.ts';
import { auditRoutes } from './audit-routes.ts';
import { deskRoutes } from './desk-routes.ts';
import { mailboxRoutes } from './mailbox-routes.ts';
import { messagesRoutes } from './messages-routes.ts';
import { myRoutes } from './my-routes.ts';

export const overviewRoom: Room = {
  name: 'overview',
  routes: [...myRoutes, ...deskRoutes, ...mailboxRoutes, ...auditRoutes, ...messagesRoutes],
};
