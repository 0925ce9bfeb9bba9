import type { Room } from '../platform/http/route.ts';
import { auditRoutes } from './audit-routes.ts';
import { mailboxRoutes } from './mailbox-routes.ts';
import { messagesRoutes } from './messages-routes.ts';

export const overviewRoom: Room = {
  name: 'overview',
  routes: [...mailboxRoutes, ...auditRoutes, ...messagesRoutes],
};
